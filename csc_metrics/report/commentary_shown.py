"""Which of the service's words a finished page shows nowhere: whoever wrote them is told."""

from markupsafe import escape

from csc_metrics.narrative.words import in_a_row
from csc_metrics.report.commentary import Commentary
from csc_metrics.report.commentary_sections import title_of_section
from csc_metrics.report.telling import tell


def not_shown(commentary: Commentary, html: str) -> tuple[str, ...]:
    """Return the titles of the sections that the service writes about and a page shows nowhere.

    commentary: what the service says. html: the page.
    """
    keys = (key for key in commentary.sections if f'data-section="{escape(key)}"' not in html)
    return tuple(title_of_section(key) for key in keys)


def tell_what_is_not_shown(commentary: Commentary, html: str, *, page: str) -> None:
    """Say on standard error what of the service's words a page shows nowhere; nothing where it shows all.

    commentary: what the service says. html: the page. page: name of its file.
    """
    titles = not_shown(commentary, html)
    if titles:
        told = f"the service's words on {in_a_row(titles)} are not on {page}, which has no such part"
        tell(f"{told}. Other reports may have it.")
