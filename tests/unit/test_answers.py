"""What is worked out is timed without a browser, each question beside its limit."""

from __future__ import annotations

from typer.testing import CliRunner

from tests.bench import answers
from tests.bench.__main__ import app


def test_every_question_with_a_limit_is_asked(history):
    assert set(answers._questions(history)) == set(answers.LIMITS_S)


def test_an_answer_over_its_limit_is_named_and_told_by_the_exit_code(monkeypatch):
    quick = {"the schools of a day": 60.0, "the league of trusts": 0.0}
    monkeypatch.setattr(answers, "LIMITS_S", quick)
    done = CliRunner().invoke(app, ["--answers", "--repeats", "1"])
    assert done.exit_code == 1
    said = done.output.splitlines()
    assert said[0].startswith("median of 1")
    assert said[1].startswith("ok    the schools of a day")
    assert said[2].startswith("MISS  the league of trusts")
    monkeypatch.setattr(answers, "LIMITS_S", {"the schools of a day": 60.0})
    done = CliRunner().invoke(app, ["--answers", "--repeats", "1", "--format", "json"])
    assert done.exit_code == 0
    assert done.output.startswith('{"repeats": 1')
