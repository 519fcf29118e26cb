"""Pools, policies and whole transcripts for the tests of the draw."""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from panel.draw import chain, rules
from panel.draw.verify_draw import Pool

AT = "2026-03-02T09:00:00+00:00"
SECRETS = {"organiser": b"\x01" * 32, "witness": b"\x02" * 32}


def candidate(label: str, disciplines: str, employer: str, region: str = "0", **more: Any) -> dict[str, Any]:
    """Make a candidate; disciplines of one letter each, or one word."""
    codes = sorted(disciplines) if disciplines.isupper() else [disciplines]
    return {"label": label, "disciplines": codes, "employer": employer, "region": region, **more}


def policy(
    pool: Pool, *, size: int, reserves: int = 0, employer_max: int = 1,
    disciplines: Mapping[str, Sequence[int]] | None = None, regions: Mapping[str, Sequence[int]] | None = None,
    extra: Mapping[str, Any] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Make a policy; disciplines of the pool that are not named are not limited."""
    free = {name: [0, size] for one in pool for name in one["disciplines"]}
    ranges = {**free, **{name: list(bounds) for name, bounds in (disciplines or {}).items()}}
    found = {
        "size": size, "reserves": reserves, "employer_max": employer_max, "disciplines": dict(sorted(ranges.items())),
        "regions": {name: list(bounds) for name, bounds in (regions or {}).items()},
    }  # fmt: skip
    return found | ({"rules": dict(extra)} if extra else {})


def roster(size: int, employers: int, seed: int = 0, *, regions: int = 31, **flags: float) -> list[dict[str, Any]]:
    """Make a pool of experts: few great employers and many small ones, six disciplines, some people with several."""
    lots = random.Random(seed)
    home = {f"E{number:04}": f"R{lots.randrange(regions):02}" for number in range(employers)}
    pool = []
    for number in range(size):
        employer = f"E{int(employers * lots.random() ** 3):04}"
        names = set(lots.choices("ABCDEF", [10, 5, 3, 2, 1, 0.5], k=lots.choice([1, 1, 1, 2, 3])))
        more = {flag: True for flag, share in flags.items() if lots.random() < share}
        pool.append(candidate(f"m{number:05}", "".join(names), employer, home[employer], **more))
    return pool


def nine_of(pool: Pool, *, reserves: int = 2, **more: Any) -> dict[str, Any]:
    """Ask for nine: each discipline at least once, at most two to a region, one to an employer."""
    names = {name for one in pool for name in one["disciplines"]}
    homes = {one["region"] for one in pool}
    return policy(
        pool, size=9, reserves=reserves, disciplines={name: [1, 3] for name in names},
        regions={name: [0, 2] for name in sorted(homes)}, **more,
    )  # fmt: skip


def drawn(
    pool: Pool, asked: Mapping[str, Any], event: int = 1, secrets: Mapping[str, bytes] = SECRETS,
    excluded: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:  # fmt: skip
    """Freeze a pool, reveal both links and draw."""
    case = {"commission": "研委〔2026〕1号", "draw": event, "purpose": "first"}
    frozen = rules.freeze(case, pool, excluded, asked, event=event, frozen_at=AT)
    links = [
        {"party": party, "link": chain.link_at(secret, event).hex(), "via": "party", "at": AT}
        for party, secret in secrets.items()
    ]
    return rules.finish(frozen, links)


def transcript(*draws: Mapping[str, Any], secrets: Mapping[str, bytes] = SECRETS) -> dict[str, Any]:
    """Put draws into a transcript, with the commitments that their links come from."""
    commitments = [
        {"party": party, "tip": chain.link_at(secret, 0).hex(), "kept": "system", "at": "2026-03-01T09:00:00+00:00"}
        for party, secret in secrets.items()
    ]
    return rules.transcript_of(commitments, draws)
