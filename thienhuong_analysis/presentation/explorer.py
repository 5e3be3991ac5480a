"""The explorer: sliders for the levers of a scenario, answered while they move; saved as a scenario."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from thienhuong_analysis.errors import ThienhuongError
from thienhuong_analysis.presentation.display import Page
from thienhuong_analysis.presentation.small_fan import what_is_drawn
from thienhuong_analysis.presentation.tables import is_number
from thienhuong_analysis.presentation.what_if import WhatIf, hint
from thienhuong_analysis.scenarios import levers_of, save_scenario

if TYPE_CHECKING:
    from thienhuong_analysis.folder import Folder

DEBOUNCE = 0.04
"""Seconds that sliders must rest before they are answered."""
QUICK = 1_000
"""So many draws answer the sliders: the first of those that the scenario as it is was drawn with."""


class Explorer:
    """What a notebook shows: in JupyterLab sliders, elsewhere the scenario as it is.

    Args
        what_if : WhatIf  the scenario that is started from
        folder : Folder  in whose ``scenarios/`` the button saves
    """

    def __init__(self, what_if: WhatIf, folder: Folder) -> None:
        self.what_if, self.folder = what_if, folder
        self.words = what_if.names.words
        self._waiting: asyncio.TimerHandle | None = None

    def __repr__(self) -> str:
        return repr(self._page)

    def _repr_html_(self) -> str:
        return self._page._repr_html_()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        """Give the sliders to who can show them, and the page to everybody else."""
        sliders = self.view._repr_mimebundle_(include=include, exclude=exclude)
        return {**(sliders[0] if isinstance(sliders, tuple) else sliders),
                "text/html": self._repr_html_(), "text/plain": repr(self)}

    @cached_property
    def quick(self) -> WhatIf:
        """The same question with as few draws as an answer within a tenth of a second allows."""
        inputs = self.what_if.inputs
        few = replace(inputs.streams, draws=min(inputs.streams.draws, QUICK))
        return replace(self.what_if, inputs=replace(inputs, streams=few))

    @cached_property
    def sliders(self) -> dict[str, Any]:
        """One slider a lever, within its bounds, where the scenario has it."""
        from ipywidgets import FloatSlider, Layout

        made = {}
        for key, found in self.what_if.handles.items():
            window = self.what_if.window(key)
            made[key] = FloatSlider(
                value=found.start, min=window.lowest, max=window.highest, step=window.step,
                description=self.what_if.names.lever(key), readout_format=",.1f" if is_number(key) else ".2%",
                style={"description_width": "30em"}, layout=Layout(width="60em", max_width="100%"))
            made[key].observe(self._changed, "value")
        return made

    @cached_property
    def fields(self) -> dict[str, Any]:
        """Buttons, the fields for a scenario's id and name, and where answers and messages appear."""
        from ipywidgets import HTML, Button, Checkbox, Layout, Text

        say, wide = self.words.say, {"description_width": "10em"}
        fits = Layout(width="auto", flex="0 0 auto")
        made = {
            "id": Text(description=say("Id of the scenario"), placeholder="my_scenario", style=wide),
            "title": Text(description=say("Its name"), style=wide),
            "replace": Checkbox(description=say("Replace the one there is"), value=False, indent=False),
            "save": Button(description=say("Save as a scenario"), layout=fits),
            "compare": Button(description=say("What has changed?"), layout=fits),
            "reset": Button(description=say("Back to the start"), layout=fits),
            "answer": HTML(_side_by_side(self.quick.answer({}))), "message": HTML()}
        made["save"].on_click(lambda _: self.save())
        made["compare"].on_click(lambda _: self.compare())
        made["reset"].on_click(lambda _: self.reset())
        return made

    @cached_property
    def view(self) -> Any:
        """The sliders, the answer and the buttons, one under the other."""
        from ipywidgets import HTML, HBox, Layout, VBox

        fields, wrapped = self.fields, Layout(flex_flow="row wrap")
        return VBox([*self.sliders.values(), fields["answer"], HTML(what_is_drawn(self.words)._repr_html_()),
                     HBox([fields["compare"], fields["reset"]]),
                     HBox([fields["id"], fields["title"], fields["replace"], fields["save"]], layout=wrapped),
                     fields["message"]])

    @property
    def numbers(self) -> dict[str, float]:
        """Where the sliders stand; within a hundredth of a step of the start is at the start."""
        starts = {key: found.start for key, found in self.what_if.handles.items()}
        return {key: starts[key] if abs(slider.value - starts[key]) < slider.step / 100
                else round(float(slider.value), 9) for key, slider in self.sliders.items()}

    def update(self) -> None:
        """Answer the sliders as they stand."""
        self._waiting = None
        try:
            self.fields["answer"].value = _side_by_side(self.quick.answer(self.numbers))
        except ThienhuongError as error:
            self._tell(error)

    def compare(self) -> None:
        """Show what differs from the scenario that was started from."""
        self.fields["message"].value = self.what_if.changes(self.numbers)._repr_html_()

    def reset(self) -> None:
        """Put every slider back where the scenario has it."""
        for key, slider in self.sliders.items():
            slider.value = self.what_if.handles[key].start

    def save(self) -> None:
        """Save the sliders as a scenario, or say in one sentence why that cannot be."""
        from markupsafe import escape

        name, kinds = self.fields["id"].value.strip(), self.what_if.names.programme.indicators
        title = self.fields["title"].value.strip() or name
        try:
            path = save_scenario(self.folder, self.what_if.scenario(self.numbers, name, title),
                                 levers_of(kinds.set_index("indicator_id")["kind"].to_dict()),
                                 replace=self.fields["replace"].value)
        except ThienhuongError as error:
            self._tell(error)
            return
        said = self.words.say("Saved in {file}; the next review includes it.", file=f"scenarios/{path.name}")
        self.fields["message"].value = f"<p>{escape(said)}</p>"

    @property
    def _page(self) -> Page:
        return Page((hint(self.words), what_is_drawn(self.words), *self.what_if.answer({}).parts), "explorer")

    def _changed(self, _: object) -> None:
        """Wait until the sliders rest; where nothing waits (a plain script), answer at once."""
        if self._waiting is not None:
            self._waiting.cancel()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self.update()
        else:
            self._waiting = loop.call_later(DEBOUNCE, self.update)

    def _tell(self, error: ThienhuongError) -> None:
        from markupsafe import escape

        self.fields["message"].value = f"<p>{escape(self.words.say(error.message, **error.values))}</p>"


def _side_by_side(page: Page) -> str:
    """Return a page with its charts in rows, for JupyterLab, which knows nothing of the reports' looks."""
    *charts, chances = (part._repr_html_() for part in page.parts)
    row = "".join(charts).replace("<figure ", '<figure style="margin:0;flex:1 1 18em;min-width:0" ').replace(
        "<img ", '<img style="width:100%;height:auto" ')
    return f'<div style="display:flex;flex-wrap:wrap;gap:0 1em">{row}</div>{chances}'
