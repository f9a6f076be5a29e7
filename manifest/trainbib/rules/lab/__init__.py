"""LAB: labellers and their work."""

from trainbib.rules.base import Rule
from trainbib.rules.lab import (
    lab001_labels_without_labeller,
    lab002_workforce_incomplete,
    lab003_pay_incomplete,
    lab004_guideline_missing,
    lab005_agreement_out_of_range,
    lab006_human_or_model_mixed,
    lab007_worker_identified,
    lab008_pay_contradiction,
    lab009_benchmark_elsewhere,
    lab010_support_unstated,
    lab011_annotation_count_mismatch,
)

LAB_RULES: tuple[Rule, ...] = (
    lab001_labels_without_labeller.RULE,
    lab002_workforce_incomplete.RULE,
    lab003_pay_incomplete.RULE,
    lab004_guideline_missing.RULE,
    lab005_agreement_out_of_range.RULE,
    lab006_human_or_model_mixed.RULE,
    lab007_worker_identified.RULE,
    lab008_pay_contradiction.RULE,
    lab009_benchmark_elsewhere.RULE,
    lab010_support_unstated.RULE,
    lab011_annotation_count_mismatch.RULE,
)
