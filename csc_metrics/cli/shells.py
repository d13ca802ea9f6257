"""Completion in each shell: the script that the shell runs, and how it and we exchange words.

click's own scripts break a value at its spaces or commas ("Bristol, City of") in all shells but zsh, and click 8.2 has
none for PowerShell, so that the others have scripts of their own here.
"""

import os
from typing import Any, ClassVar, Final

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
)

PROGRAM: Final = "csc-metrics"
COMPLETE_VARIABLE: Final = "_CSC_METRICS_COMPLETE"
"""click derives it from the name of the program."""

_BASH: Final = """\
%(complete_func)s() {
    local IFS=$'\\n' line kind value
    COMPREPLY=()
    while IFS= read -r line; do
        kind=${line%%%%,*} value=${line#*,}
        if [[ $kind == dir ]]; then
            compopt -o dirnames 2>/dev/null
        elif [[ $kind == file ]]; then
            compopt -o default 2>/dev/null
        elif [[ ${COMP_WORDS[COMP_CWORD]} == [\\"\\']* ]]; then
            COMPREPLY+=("$value")
        elif [[ $kind == plain ]]; then
            COMPREPLY+=("$(printf %%q "$value")")
        fi
    done < <(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" %(complete_var)s=bash_complete %(prog_name)s)
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""
_FISH: Final = """\
function %(complete_func)s
    set -l response (env %(complete_var)s=fish_complete COMP_WORDS=(commandline -cp | string collect) \
COMP_CWORD=(commandline -t) %(prog_name)s)
    for line in $response
        set -l parts (string split -m 1 "," -- $line)
        if test "$parts[1]" = dir
            __fish_complete_directories $parts[2]
        else if test "$parts[1]" = file
            __fish_complete_path $parts[2]
        else if test "$parts[1]" = plain
            echo $parts[2]
        end
    end
end
complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)"
"""
_POWERSHELL: Final = """\
Register-ArgumentCompleter -Native -CommandName '%(prog_name)s', '%(prog_name)s.exe' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursorPosition } |
        ForEach-Object {
            if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value }
            else { $_.Extent.Text }
        })
    $before = $env:%(complete_var)s, $env:COMP_WORDS, $env:COMP_CWORD
    try {
        $env:%(complete_var)s = 'powershell_complete'
        $env:COMP_WORDS = $words -join "`n"
        $env:COMP_CWORD = if ($wordToComplete) { $words.Count - 1 } else { $words.Count }
        $lines = @(& $commandAst.GetCommandName() 2>$null)
    } finally {
        $env:%(complete_var)s, $env:COMP_WORDS, $env:COMP_CWORD = $before
    }
    foreach ($line in $lines) {
        $kind, $value, $told = $line -split "`t", 3
        if ($kind -ne 'plain') { continue }
        $typed = if ($value -match '[^A-Za-z0-9_.=-]') { "'" + $value.Replace("'", "''") + "'" } else { $value }
        if (-not $told) { $told = $value }
        [System.Management.Automation.CompletionResult]::new($typed, $value, 'ParameterValue', $told)
    }
}
"""


class QuotingBash(BashComplete):
    """Completion in bash; spaces, commas and apostrophes are escaped unless a quotation mark was typed."""

    source_template: ClassVar[str] = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is being typed, and that one.

        bash makes three words of --authority=Tames.
        """
        words, typed = super().get_completion_args()
        return [word for word in words if word != "="], typed


class WholeFish(FishComplete):
    """Completion in fish, with values that hold a comma kept whole; fish itself escapes what needs it."""

    source_template: ClassVar[str] = _FISH


class PowerShell(ShellComplete):
    """PowerShell 5.1 and later, in which words come one to a line and values that need it are quoted.

    Folders and files are left to PowerShell, which offers them where we offer nothing.
    """

    name: ClassVar[str] = "powershell"
    source_template: ClassVar[str] = _POWERSHELL

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is being typed, and that one."""
        words, place = os.environ["COMP_WORDS"].split("\n"), int(os.environ["COMP_CWORD"])
        typed = words[place].lstrip("'\"") if place < len(words) else ""
        return words[1:place], typed

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """Return kind, value and a word of help, with tabs between them."""
        told = " ".join((item.help or "").split())
        return f"{item.type}\t{item.value}\t{told}"


SHELLS: Final[dict[str, type[ShellComplete]]] = {
    "bash": QuotingBash,
    "zsh": ZshComplete,
    "fish": WholeFish,
    "powershell": PowerShell,
}
"""By the name that `csc-metrics completion` takes."""
for _name, _shell in SHELLS.items():
    add_completion_class(_shell, _name)

_WHERE_TO_PUT_IT: Final = {
    "bash": """\
bash: keep the script where bash looks for it, then open a new shell:
  mkdir -p ~/.local/share/bash-completion/completions
  csc-metrics completion bash > ~/.local/share/bash-completion/completions/csc-metrics
Without the package bash-completion (as in Git Bash), keep it elsewhere and have ~/.bashrc read it, once:
  csc-metrics completion bash > ~/.csc-metrics-completion.bash
  echo '. ~/.csc-metrics-completion.bash' >> ~/.bashrc""",
    "zsh": """\
zsh: keep the script where zsh looks for it, then open a new shell:
  mkdir -p ~/.zfunc
  csc-metrics completion zsh > ~/.zfunc/_csc-metrics
with these lines in ~/.zshrc, once:
  fpath=(~/.zfunc $fpath)
  autoload -Uz compinit && compinit""",
    "fish": """\
fish: keep the script where fish looks for it; new shells have it at once:
  csc-metrics completion fish > ~/.config/fish/completions/csc-metrics.fish""",
    "powershell": """\
PowerShell: for this window only, run
  csc-metrics completion powershell | Out-String | Invoke-Expression
For every window, run this once; it keeps the script and has your profile read it (no admin rights are needed):
  csc-metrics completion powershell 2>$null | Set-Content "$HOME\\csc-metrics-completion.ps1"
  if (!(Test-Path $PROFILE)) { New-Item -ItemType File -Force $PROFILE }
  Add-Content $PROFILE '. "$HOME\\csc-metrics-completion.ps1"'
Where the environment is not active, write the command with its path: .venv\\Scripts\\csc-metrics. It completes too.
Where the council does not let profiles run, the first line works all the same.""",
}


def completion_script(shell: str) -> str:
    """Return the script that a shell runs to have completion. shell: a key of SHELLS."""
    # The class is asked for the text alone: click's bash looks for a bash of its own first, which Windows may not have.
    made = SHELLS[shell](cli=click.Command(PROGRAM), ctx_args={}, prog_name=PROGRAM, complete_var=COMPLETE_VARIABLE)
    return ShellComplete.source(made)


def told_where_to_put_it(shell: str) -> str:
    """Return what a person does with the script."""
    return _WHERE_TO_PUT_IT[shell]
