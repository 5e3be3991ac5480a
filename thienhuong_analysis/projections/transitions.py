"""Households poor, near-poor and other: yearly transitions between the three states, counted one by one."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from thienhuong_analysis.errors import ProjectionError
from thienhuong_analysis.programme import BASE_YEAR, YEARS
from thienhuong_analysis.projections.counts import binomial
from thienhuong_analysis.projections.inputs import MEASURED
from thienhuong_analysis.scenarios import STATES

if TYPE_CHECKING:
    from thienhuong_analysis.projections.inputs import Inputs

Array = NDArray[np.float64]
MOVES = tuple((before, after) for before in STATES for after in STATES if before != after)
SHOCKS = tuple("poverty_exits" if STATES.index(after) > STATES.index(before) else "poverty_entries"
               for before, after in MOVES)
"""The shock that each move follows: up, out of poverty; or down, into it."""


def transitions_between(before: Mapping[str, str], after: Mapping[str, str]) -> Array:
    """Return how many households moved from which state to which, from the lists of two years.

    Args
        before, after : mapping  household -> state, ``poor``, ``near_poor`` or ``other``

    Returns
        ndarray (state before, state after)  households in both lists [households]

    Raises
        ProjectionError: a state that is none

    Example
        >>> transitions_between({"h1": "poor", "h2": "other"}, {"h1": "near_poor", "h2": "other"}).tolist()
        [[0.0, 1.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 1.0]]
    """
    moved = np.zeros((len(STATES), len(STATES)))
    for household in before.keys() & after.keys():
        pair = before[household], after[household]
        for state in pair:
            if state not in STATES:
                raise ProjectionError("household {household}: {state} is none of {states}",
                                      household=household, state=state, states=", ".join(STATES))
        moved[STATES.index(pair[0]), STATES.index(pair[1])] += 1
    return moved


def transition_matrix(moved: Array) -> Array | None:
    """Return the chance of each move, rows summing to 1; None where a state held nobody.

    Args
        moved : ndarray (state before, state after)  [households]

    Example
        >>> transition_matrix(np.array([[6.0, 3, 1], [1, 7, 2], [0, 1, 99]]))[0].tolist()
        [0.6, 0.3, 0.1]
    """
    held = moved.sum(axis=1, keepdims=True)
    return None if (held == 0).any() else np.asarray(moved / held)


def transitions(inputs: "Inputs", definition: str) -> tuple[Array, tuple[str, ...]] | None:
    """Return the transition matrices of 2026–2030 and what they rest on; None: two states only.

    They are the scenario's, which then gives all six moves; else those counted in the household lists,
    pooled over the years of one definition. A scenario that sets exits from poverty or entries into it
    without the six moves asks for two states.

    Args
        definition : str  that of the last figure

    Returns
        ndarray (year, state before, state after), rows summing to 1

    Raises
        ProjectionError: a scenario gives some moves only, or more than all of a state
    """
    keys = [f"transition.{before}.{after}" for before, after in MOVES]
    given = [key for key in keys if key in inputs.settings]
    if given:
        if "poverty_semi_elasticity" in inputs.settings:
            raise ProjectionError("poverty_semi_elasticity works with two states; take out {given} and the "
                                  "other transitions, or the elasticity", given=given[0])
        missing = [key for key in keys if key not in given]
        if missing:
            raise ProjectionError("the scenario gives {given} but not {missing}; give all six transitions",
                                  given=given[0], missing=", ".join(missing))
        matrices = np.zeros((len(YEARS), len(STATES), len(STATES)))
        for key, (before, after) in zip(keys, MOVES, strict=True):
            matrices[:, STATES.index(before), STATES.index(after)] = inputs.settings[key].by_year
        stay = 1 - matrices.sum(axis=2)
        if (stay < -1e-12).any():
            raise ProjectionError("the transitions out of {state} sum to more than 1",
                                  state=STATES[int(np.argwhere(stay < -1e-12)[0, 1])])
        matrices += np.clip(stay, 0, None)[:, :, None] * np.eye(len(STATES))
        return matrices, tuple(keys)
    if {"poverty_exit", "poverty_entry", "poverty_semi_elasticity"} & set(inputs.settings):
        return None
    counted = counted_moves(inputs, definition)
    matrix = transition_matrix(np.array([[counted[before, after].sum() for after in STATES]
                                         for before in STATES], dtype=float))
    return None if matrix is None else (np.broadcast_to(matrix, (len(YEARS), *matrix.shape)), ())


def counted_moves(inputs: "Inputs", definition: str) -> dict[tuple[str, str], pd.Series]:
    """Return how many households the lists of the ward count from state to state, by year.

    Args
        definition : str  only years in which the household was judged by it before and after
    """
    first, last = next(((first, last) for first, last, name in inputs.spans.get("poor_households", ())
                        if name == definition), (BASE_YEAR, YEARS[-1]))
    found = {}
    for before in STATES:
        for after in STATES:
            counted = inputs.known.history("household_transitions", f"from={before};to={after}",
                                           statuses=MEASURED)
            found[before, after] = counted[(counted.index > first) & (counted.index <= last)]
    return found


def expected_states(start: Array, matrices: Array, households: Array, factors: Array) -> Array:
    """Return the expected households in each state, ndarray (year, state).

    Args
        start : ndarray (poor, near-poor)  of the last known year
        matrices : ndarray (year, state, state)
        households : ndarray (1 + year)  all households, the last known year first
        factors : ndarray (year, 2)  restatement of the poor and of the near-poor, 1 where nothing changes
    """
    path, low = np.empty((len(matrices), len(STATES))), np.asarray(start, float)
    for t, matrix in enumerate(matrices):
        low = low * factors[t]
        path[t] = np.append(low, households[t] - low.sum()) @ matrix
        path[t, 2] += households[t + 1] - households[t]
        low = path[t, :2]
    return path


def simulated_states(start: Array, matrices: Array, households: Array, factors: Array,
                     uniforms: Array) -> Array:
    """Return draws of the households in each state, whole numbers.

    Each move is binomial out of those who have not moved yet, by the inverse distribution function of
    stored uniforms.

    Args
        uniforms : ndarray (draw, year, move)  in the order of ``MOVES``

    Returns
        ndarray (draw, year, state)  that sum to the households of the year
    """
    path = np.empty((len(uniforms), len(matrices), len(STATES)))
    low = np.broadcast_to(np.round(start), (len(uniforms), 2))
    for t, matrix in enumerate(matrices):
        low = np.round(low * factors[t])
        state = np.column_stack([low, np.round(households[t]) - low.sum(axis=1)])
        change = np.zeros_like(state)
        for i in range(len(STATES)):
            left, unused = state[:, i], 1.0
            for column, (before, after) in enumerate(MOVES):
                if before == STATES[i]:
                    j = STATES.index(after)
                    chance = min(matrix[i, j] / unused, 1.0) if unused > 0 else 0.0
                    moved = binomial(uniforms[:, t, column], left, float(chance))
                    left, unused = left - moved, unused - matrix[i, j]
                    change[:, j] += moved
                    change[:, i] -= moved
        path[:, t] = state + change
        path[:, t, 2] += np.round(households[t + 1]) - np.round(households[t])
        low = path[:, t, :2]
    return path
