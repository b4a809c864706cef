"""What a text does not need is not loaded: the command line starts within a second."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = (
    "pypdfium2",
    "olefile",
    "rapidocr",
    "cv2",
    "numpy",
    "PIL",
    "docx",
    "python_calamine",
    "lxml",
)


def test_compiling_a_text_loads_no_reader_of_another_format(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("云川市专利工作方案\n一、目标\n到2027年，新增示范企业20家。", encoding="utf-8")
    program = (
        "import sys; from pathlib import Path; from zhiqiang.engines.compiler import compile_file; "
        "compile_file(Path(sys.argv[1])); "
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_process_that_reads_does_not_load_the_grammar() -> None:
    program = (
        "import sys; import zhiqiang.engines.compiler.inputs.worker; "
        "print([name for name in sys.modules if name.startswith('zhiqiang.engines.compiler.') "
        "and '.inputs' not in name])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
