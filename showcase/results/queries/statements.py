"""What a published result's file states beside its numbers."""

import json
from collections.abc import Mapping
from typing import Any

from showcase.results.rules import Effect


def stated(result: Mapping[str, Any], held: Mapping[str, Effect]) -> dict[str, Any]:
    """The stored result with the suspended votes of each row, and whether they would change the awarded places."""
    groups = []
    for group in result["categories"]:
        effect = held.get(group["slug"])
        votes = effect.votes if effect else {}
        rows = [{**row, "quarantined": votes.get(row["entry"], 0)} for row in group["standings"]]
        groups.append({**group, "standings": rows, "quarantine_changes_awards": bool(effect and effect.changes)})
    return {**result, "categories": groups}


def said(bundle: str, *, simulated: bool) -> dict[str, Any]:
    """For the top of the file: that votes or sheets are made up, and that rules were changed in use."""
    data = json.loads(bundle)
    told = {"simulated": True} if simulated or data["exhibition"].get("simulated") else {}
    return told | ({"rule_changes": data["rule_changes"]} if "rule_changes" in data else {})
