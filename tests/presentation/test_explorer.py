"""The explorer: sliders moved without a browser, what they answer, and what they save."""

import asyncio
from pathlib import Path

import pytest
import yaml

import thienhuong_analysis as th
from thienhuong_analysis.presentation.explorer import DEBOUNCE, QUICK

ROOT = Path(__file__).parents[2]


@pytest.fixture
def edition(tmp_path):
    return th.Edition.open(str(tmp_path), year=2026, lang="en", draws=60)


@pytest.fixture
def explorer(edition):
    return edition.explorer()


def _moving(explorer, *moves):
    """Move sliders one after the other within an event loop, and wait until they have been answered."""
    async def run():
        for key, value in moves:
            explorer.sliders[key].value = value
        await asyncio.sleep(4 * DEBOUNCE)

    asyncio.run(run())


def test_every_slider_stands_within_its_bounds_where_the_scenario_has_it(explorer):
    for key, slider in explorer.sliders.items():
        handle = explorer.what_if.handles[key]
        assert slider.value == handle.start
        assert handle.lowest <= slider.min <= slider.value <= slider.max <= handle.highest
        assert slider.step > 0 and slider.description
    assert {"births", "exit_rate", "growth.services", "poverty_exit"} <= set(explorer.sliders)


def test_a_slider_reaches_what_the_target_needs(explorer, edition):
    needed = edition.ward.solve("enterprises_per_1000", "births", draws=10).moves[0].number
    assert explorer.sliders["births"].max > needed


def test_a_moved_slider_is_answered_with_the_projection_of_the_moved_scenario(explorer, edition):
    before = explorer.fields["answer"].value
    _moving(explorer, ("births", 150.0))
    assert explorer.fields["answer"].value != before
    content = explorer.what_if.scenario({"births": 150.0}, "more", "More")
    assert content["assumptions"] == {"births": 150.0}
    point = explorer.what_if.project({"births": 150.0}).find("enterprises_per_1000").point[-1]
    assert f"ends at {point:.1f} per 1,000 people" in explorer.fields["answer"].value


def test_sliders_are_answered_with_the_first_draws_of_the_scenario(tmp_path):
    explorer = th.Edition.open(str(tmp_path), year=2026, lang="en", draws=QUICK + 7).explorer()
    quick, whole = (which.before.find("grdp").draws for which in (explorer.quick, explorer.what_if))
    assert len(quick) == QUICK and (quick == whole[:QUICK]).all()


@pytest.mark.parametrize("scenario", ["trend", "target", "delayed"])
def test_a_browser_that_rounds_sliders_to_their_steps_moves_none_of_them(tmp_path, scenario):
    explorer = th.Edition.open(str(tmp_path), year=2026, scenario=scenario, draws=30).explorer()
    for slider in explorer.sliders.values():
        steps = (slider.value - slider.min) / slider.step
        slider.value = slider.min + round(steps) * slider.step
        assert round((slider.max - slider.min) / slider.step) == pytest.approx(
            (slider.max - slider.min) / slider.step)
    assert explorer.what_if.changed(explorer.numbers) == {}


def test_a_slider_moved_by_one_step_is_moved(explorer):
    for slider in explorer.sliders.values():
        slider.value += slider.step if slider.value < slider.max else -slider.step
    assert set(explorer.what_if.changed(explorer.numbers)) == set(explorer.sliders)


def test_pictures_of_a_sample_ward_say_so():
    html = th.Edition.open(ROOT / "data/sample", year=2027, lang="en", draws=30).explorer()._repr_html_()
    assert html.count('<img alt="SAMPLE') == 3


def test_many_moves_are_answered_once(explorer, monkeypatch):
    calls = []
    monkeypatch.setattr(explorer, "update", lambda: calls.append(explorer.numbers["births"]))
    explorer.view  # noqa: B018  builds the sliders before the count begins
    _moving(explorer, *(("births", float(number)) for number in range(40, 60)))
    assert calls == [59.0]


def test_without_a_loop_a_move_is_answered_at_once(explorer):
    before = explorer.fields["answer"].value
    explorer.sliders["births"].value = 60.0
    assert explorer.fields["answer"].value != before


def test_back_at_the_start_the_answer_is_that_of_the_scenario_exactly(explorer):
    before = explorer.fields["answer"].value
    _moving(explorer, ("births", 90.0), ("growth.services", 0.1))
    explorer.reset()
    explorer.update()
    assert explorer.fields["answer"].value == before
    assert explorer.what_if.changed(explorer.numbers) == {}


def test_what_has_changed_is_shown_beside_the_parent(explorer):
    explorer.sliders["births"].value = 90.0
    explorer.compare()
    html = explorer.fields["message"].value
    assert "What differs from “Trend”" in html and ">38<" in html and ">90<" in html
    assert "Share of enterprises that exit" not in html
    explorer.reset()
    explorer.compare()
    assert "Nothing differs from “Trend”" in explorer.fields["message"].value


def test_the_button_saves_what_the_next_run_reads(explorer, tmp_path):
    explorer.sliders["births"].value = 90.0
    explorer.fields["id"].value, explorer.fields["title"].value = "more", "Thêm doanh nghiệp"
    explorer.fields["save"].click()
    assert "Saved in scenarios/more.yaml" in explorer.fields["message"].value
    ward = th.Ward.open(tmp_path)
    assert ward.settings("more")["births"].value == 90
    assert ward.scenarios["more"].extends == "trend"
    assert "90" in ward.scenarios["more"].description.en and "38" in ward.scenarios["more"].description.vi
    saved = ward.project("more", draws=60, year=2026).find("enterprises_per_1000")
    shown = explorer.what_if.project({"births": 90.0}).find("enterprises_per_1000")
    assert (saved.draws == shown.draws).all()


@pytest.mark.parametrize(("name", "says"), [
    ("trend", "there already"), ("../x", "id"), ("", "id"), ("con", "Windows")])
def test_a_name_that_cannot_be_is_said_and_nothing_is_written(explorer, tmp_path, name, says):
    explorer.fields["id"].value = name
    explorer.fields["save"].click()
    assert says in explorer.fields["message"].value
    assert not list(tmp_path.rglob("*.y*ml"))


def test_a_scenario_is_replaced_only_when_the_box_is_ticked(explorer, tmp_path):
    explorer.fields["id"].value = "mine"
    explorer.fields["save"].click()
    explorer.sliders["births"].value = 90.0
    explorer.fields["save"].click()
    path = tmp_path / "scenarios" / "mine.yaml"
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["assumptions"] == {}
    explorer.fields["replace"].value = True
    explorer.fields["save"].click()
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["assumptions"] == {"births": 90.0}


def test_a_path_is_moved_as_a_whole_and_saved_year_by_year(tmp_path):
    edition = th.Edition.open(str(tmp_path), year=2026, scenario="delayed", draws=30)
    what_if = edition.explorer().what_if
    assert what_if.handles["growth.services"].how == "shifted"
    mean = what_if.handles["growth.services"].start
    content = what_if.scenario({"growth.services": mean + 0.01}, "mine", "Mine")
    assert content["assumptions"]["growth.services"] == pytest.approx(
        [0.0664, 0.0664, 0.0924, 0.0924, 0.0924])


def test_what_a_scenario_solves_for_stays_put_while_other_sliders_move(tmp_path):
    edition = th.Edition.open(str(tmp_path), year=2026, scenario="target", draws=30)
    what_if = edition.explorer().what_if
    held = what_if.project({"conversion_uptake": 0.5})
    assert held.find("enterprise_births").point[-1] == pytest.approx(what_if.handles["births"].start)
    assert held.find("enterprises_per_1000").point[-1] < 19


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_outside_jupyterlab_the_scenario_stands_as_it_is_without_scripts(tmp_path, lang):
    explorer = th.Edition.open(str(tmp_path), year=2026, lang=lang, draws=60).explorer()
    html = explorer._repr_html_()
    assert "thienhuong explore" in html and "<script" not in html and html.count("<img alt=") == 3
    assert "Explorer" not in repr(explorer)


def test_jupyterlab_gets_the_sliders_and_everybody_else_the_page(explorer):
    bundle = explorer._repr_mimebundle_()
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == explorer.view.model_id
    assert bundle["text/html"] == explorer._repr_html_()
