"""Write docs/glossary.md from catalogue/terms.yml."""

from pathlib import Path

from zhiqiang.kernel.terms import glossary, load_terms

root = Path(__file__).resolve().parents[1]
(root / "docs" / "glossary.md").write_text(
    glossary(load_terms(root / "catalogue" / "terms.yml")), encoding="utf-8"
)
