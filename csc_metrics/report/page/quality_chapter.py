"""The chapter on the quality of recording: what it opens with, and its blocks in the order in which a team asks."""

from csc_metrics.data_quality.whole import DataQuality
from csc_metrics.records.fault_lists import FOLDER as FAULTS
from csc_metrics.records.fault_lists import list_name
from csc_metrics.report.commentary_sections import QUALITY_OF_RECORDING
from csc_metrics.report.page.model import Block, Chapter
from csc_metrics.report.page.quality_faults import (
    faults_block,
    faults_words,
    to_fix_block,
    to_fix_words,
    weakened_block,
)
from csc_metrics.report.page.quality_gaps import (
    completeness_block,
    completeness_words,
    timeliness_block,
    timeliness_words,
)
from csc_metrics.report.page.quality_restated import restated_block, restated_words


def quality_blocks(quality: DataQuality) -> dict[str, Block]:
    """Return the blocks on the quality of recording by their code, in order. quality: of one authority."""
    la_code = quality.authority.la_code
    blocks = (
        to_fix_block(quality),
        faults_block(quality, fault_list=f"{FAULTS}/{list_name(la_code)}.xlsx in the folder of clean tables"),
        weakened_block(quality),
        completeness_block(quality),
        timeliness_block(quality),
        restated_block(quality, restated_list=f"restated/{la_code}.csv in the folder of clean tables"),
    )
    return {block.code: block for block in blocks}


def quality_chapter(quality: DataQuality) -> Chapter:
    """Return the chapter on the quality of recording. quality: of one authority."""
    said = ((faults_words, to_fix_words), (completeness_words, timeliness_words, restated_words))
    return Chapter(
        code="data-quality",
        title=QUALITY_OF_RECORDING,
        opening=tuple(" ".join(words(quality)[0] for words in point) for point in said),
        blocks=tuple(quality_blocks(quality).values()),
    )
