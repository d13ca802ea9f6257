"""Read `settings.toml`: the settings, or one error that lists every fault with its line and what is allowed there."""

import json
import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final, Literal, Self, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from csc_metrics.errors import CscMetricsError, WrongUse, did_you_mean
from csc_metrics.settings.agencies import WRITTEN, Written, agency_faults
from csc_metrics.settings.lines import KeyPath, lines_of_keys
from csc_metrics.settings.mappings import RecordWords, mapping_faults
from csc_metrics.settings.model import Settings
from csc_metrics.settings.section import MEASURE_CODES, NOT_SET

DEFAULTS: Final = "defaults"
_SETTINGS_FILE: Final = Path("settings.toml")
_LONGEST_VALUE_SHOWN: Final = 60
_NOT_A_MEASURE: Final = "not_a_measure"
_OUR_OWN_CHECKS: Final = frozenset(
    {
        "above_limit",
        "approved_by_nobody",
        "approved_on_no_day",
        "expected_twice",
        "figure_twice",
        "misspelt_expected",
        "named_twice",
        "not_as_written",
        "not_a_percentage",
        "not_after",
        "not_expected",
    }
)
_PLACE_OF_SYNTAX_ERROR: Final = re.compile(r"(?P<what>.*) \(at (?:line (?P<line>\d+), column \d+|end of document)\)")


class SettingsFileMissing(WrongUse):
    """A settings file was named that is not there."""

    @classmethod
    def of_path(cls, path: Path) -> Self:
        """Word the error."""
        beside = path.parent.iterdir() if path.parent.is_dir() else ()
        hint = did_you_mean(path.name, [file.name for file in beside if file.suffix == _SETTINGS_FILE.suffix])
        return cls(
            f"{path}: there is no such settings file.{hint} Correct the name, or leave it out to use settings.toml "
            "where there is one, else the defaults."
        )


class SettingsFault(CscMetricsError):
    """A settings file cannot be used as it stands."""

    @classmethod
    def of_faults(cls, path: Path | None, faults: Sequence[str]) -> Self:
        """Word the error: all faults at once, one to a line. path: None: of settings that are in no file."""
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        where = f"{path}: " if path is not None else ""
        return cls("\n".join([f"{where}{count} in the settings.", *(f"  {fault}" for fault in faults)]))

    @classmethod
    def of_keys(cls, path: Path | None, faults: Sequence[tuple[KeyPath, str]], *, text: str) -> Self:
        """Word the error of faults that are known by their keys. text: of the file."""
        lines = lines_of_keys(text)
        placed = sorted((_line_of(key, lines), f"{_dotted(key)}: {said}") for key, said in faults)
        return cls.of_faults(path, [f"line {line}: {said}" if line else said for line, said in placed])

    @classmethod
    def of_syntax(cls, path: Path, *, text: str, error: tomllib.TOMLDecodeError) -> Self:
        """Word the error of a file that is not TOML: the line as it stands and what TOML says of it."""
        found = _PLACE_OF_SYNTAX_ERROR.fullmatch(str(error))
        written = text.splitlines() or [""]
        line = int(found["line"]) if found and found["line"] else len(written)
        what = found["what"] if found else str(error)
        stands = written[min(line, len(written)) - 1].strip()
        remedy = 'Write name = value; text stands in "quotes", a list in [ ], and each name once.'
        return cls.of_faults(path, [f"line {line}: {stands}: not TOML ({what}). {remedy}"])

    @classmethod
    def of_encoding(cls, path: Path) -> Self:
        """Word the error of a file that is not UTF-8."""
        return cls(f"{path}: not UTF-8 text. Save it again with the encoding UTF-8.")

    @classmethod
    def of_access(cls, path: Path, *, error: OSError) -> Self:
        """Word the error of a file that the system does not let us read."""
        return cls(f"{path}: cannot be read ({error.strerror}). Give a settings file that you may read.")


def settings_file_of(named: str) -> Path | None:
    """Return the settings file that a person means: the one named, else settings.toml, else None (the defaults).

    named: as written; nothing leaves the choice, "defaults" takes none. settings.toml stands here, or one folder up
    for a notebook that is run where it lies.
    """
    if named == DEFAULTS:
        return None
    if named:
        return Path(named)
    places = (_SETTINGS_FILE, Path("..") / _SETTINGS_FILE)
    return next((place for place in places if place.is_file()), None)


def read_settings(
    path: Path | None, *, measure_codes: Collection[str] | None = None, record_words: RecordWords | None = None
) -> Settings:
    """Return the settings of a file, with the default wherever it says nothing; without a file, the defaults.

    measure_codes: of all measures there are, for the settings that name measures; None leaves those unchecked.
    record_words: every clean table with its columns and words, for the mappings of extracts; likewise.
    Raises: SettingsFileMissing if the named file is not there; SettingsFault, listing every fault with its line, key,
    value and what is allowed, if the file cannot be used.

    >>> read_settings(None).publication.threshold
    5
    """
    if path is None:
        return Settings()
    text = _text_of(path)
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsFault.of_syntax(path, text=text, error=error) from None
    try:
        known = None if measure_codes is None else list(measure_codes)
        context = {MEASURE_CODES: known, WRITTEN: Written(path=path, text=text)}
        settings = Settings.model_validate(_with_tuples(given), context=context)
    except ValidationError as error:
        raise SettingsFault.of_faults(path, _faults(error.errors(), lines=lines_of_keys(text))) from None
    faults = [] if record_words is None else mapping_faults(settings, record_words)
    if faults:
        raise SettingsFault.of_keys(path, faults, text=text)
    return settings


def require_agencies(settings: Settings, *, invited: Collection[str]) -> None:
    """Refuse settings that expect an agency that is not known and that no record invites: likely it is misspelt.

    settings: of `read_settings`, or made otherwise. invited: every agency that the records invite.
    Raises: SettingsFault, listing every such agency with its line and the nearest right word.
    """
    faults = agency_faults(settings, invited=invited)
    if faults:
        raise SettingsFault.of_keys(settings.written.path, faults, text=settings.written.text)


def _text_of(path: Path) -> str:
    try:
        # Notepad on Windows writes a byte order mark, which TOML does not allow.
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise SettingsFileMissing.of_path(path) from None
    except UnicodeDecodeError:
        raise SettingsFault.of_encoding(path) from None
    except OSError as error:
        raise SettingsFault.of_access(path, error=error) from None


def _with_tuples(given: object) -> object:
    if isinstance(given, dict):
        return {key: _with_tuples(value) for key, value in given.items()}
    return tuple(map(_with_tuples, given)) if isinstance(given, list) else given


def _faults(errors: Sequence[ErrorDetails], *, lines: Mapping[KeyPath, int]) -> list[str]:
    blamed = [_where_it_is(error) for error in errors]
    placed = sorted((_line_of(error["loc"], lines), _fault(error)) for error in blamed)
    return [f"line {line}: {fault}" if line else fault for line, fault in placed]


def _where_it_is(error: ErrorDetails) -> ErrorDetails:
    """Return an error at the setting that is to be put right, where it shows in another."""
    facts = error.get("ctx", {})
    if "blamed" not in facts:
        return error
    return {**error, "loc": (*error["loc"][:-1], facts["blamed"]), "input": facts["written"]}


def _line_of(path: KeyPath, lines: Mapping[KeyPath, int]) -> int:
    """Return the line of a key, or of the nearest table around it; 0 where the file names neither."""
    return next((lines[path[:length]] for length in range(len(path), 0, -1) if path[:length] in lines), 0)


def _fault(error: ErrorDetails) -> str:
    key, given = _dotted(error["loc"]), error["input"]
    model, field = _place_of(error["loc"])
    if error["type"] == "extra_forbidden":
        return _unknown_key(key, name=str(error["loc"][-1]), model=model)
    if error["type"] == _NOT_A_MEASURE:
        hint = f"{_nearest_known(error)} `csc-metrics dictionary` lists them all."
        return f"{key} = {_as_toml(given)}: {error['msg']}.{hint}"
    allowed = _allowed_words(field, error=error)
    if error["type"] == "missing":
        return f"{key} is missing. Write {allowed}."
    if error["type"] in _OUR_OWN_CHECKS:
        return f"{key} = {_as_toml(given)}: {error['msg']}.{_nearest_known(error)} Write {allowed}."
    return f"{key} = {_as_toml(given)} is not allowed. Write {allowed}.{_nearest_choice(given, field)}"


def _unknown_key(key: str, *, name: str, model: type[BaseModel]) -> str:
    names = list(model.model_fields)
    hint = did_you_mean(name, names) or f" The settings here are {', '.join(names)}."
    return f"{key} is not a setting.{hint}"


def _allowed_words(field: FieldInfo | None, *, error: ErrorDetails) -> str:
    if field is None or not isinstance(field.json_schema_extra, dict):
        return f"a table, such as [{error['loc'][0]}]"
    return str(field.json_schema_extra["allowed"])


def _nearest_choice(given: object, field: FieldInfo | None) -> str:
    if field is None or get_origin(field.annotation) is not Literal or not isinstance(given, str):
        return ""
    return did_you_mean(given, map(str, get_args(field.annotation)))


def _nearest_known(error: ErrorDetails) -> str:
    """Return the nearest right words of a check that knows them."""
    facts = error.get("ctx", {})
    unknown = facts.get("unknown", [error["input"]])
    hints = (did_you_mean(word, facts["known"]) for word in unknown if "known" in facts)
    return "".join(dict.fromkeys(hints))


def _place_of(path: KeyPath) -> tuple[type[BaseModel], FieldInfo | None]:
    """Return the innermost table of settings on the way to a key, and the innermost setting."""
    model: type[BaseModel] = Settings
    field: FieldInfo | None = None
    for name in (part for part in path if isinstance(part, str)):
        if name not in model.model_fields:
            break
        field = model.model_fields[name]
        inner = _model_in(field.annotation)
        if inner is None:
            break
        model = inner
    return model, field


def _model_in(annotation: object) -> type[BaseModel] | None:
    candidates = [annotation, *get_args(annotation)]
    models = (kind for kind in candidates if isinstance(kind, type) and issubclass(kind, BaseModel))
    return next(models, None)


def _dotted(path: KeyPath) -> str:
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += ("." if text else "") + (
                part if re.fullmatch(r"[\w-]+", part) else json.dumps(part, ensure_ascii=False)
            )
    return text


def _as_toml(value: object) -> str:
    match value:
        case None:
            text = json.dumps(NOT_SET)
        case bool():
            text = str(value).lower()
        case date():
            text = value.isoformat()
        case tuple():
            text = f"[{', '.join(map(_as_toml, value))}]"
        case dict():
            text = "{ … }" if value else "{ }"
        case str():
            text = json.dumps(value, ensure_ascii=False)
        case _:
            text = str(value)
    return text if len(text) <= _LONGEST_VALUE_SHOWN else text[:_LONGEST_VALUE_SHOWN] + " …"
