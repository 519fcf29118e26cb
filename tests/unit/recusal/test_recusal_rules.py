"""The pure rules of recusal: names, the window, what a screening changes, who decides."""

from dataclasses import replace
from datetime import date

import pytest

from panel.kernel.actor import Role
from panel.recusal import match_rules, name_rules, rules
from panel.recusal.facts import (
    GROUND_RULES,
    Background,
    FindingState,
    Grade,
    Ground,
    Hit,
    Known,
    Member,
    Party,
    PartyKind,
    Source,
    Synonym,
    Tie,
)
from panel.recusal.match_rules import Links, PartyIndex
from panel.recusal.words import GROUNDS

CODE, OTHER_CODE = "Y1990000F00000050Y", "Y1990000F00000026E"
WINERY = Party(PartyKind.PRODUCER, "示范酒业股份有限公司（虚构）", CODE)
SINCE = date(2023, 3, 2)


def grade(one: str, other: str) -> Grade | None:
    return name_rules.compare(name_rules.take_apart(one), name_rules.take_apart(other))


# Names


@pytest.mark.clause("D-01", "S-10")
@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("示范食品有限公司", "示范食品 有限公司", Grade.SAME_NAME),
        ("ＡＢ食品（上海）有限公司", "AB食品(上海)有限公司", Grade.SAME_NAME),
        ("示范（北京）食品有限公司", "北京市示范食品有限责任公司", Grade.NORMALISED),
        ("示范（四川省，示例）食品集团有限公司", "四川示范食品股份有限公司", Grade.NORMALISED),
        ("示范食品集团有限公司", "示范食品", Grade.NORMALISED),
        ("示范（西部）食品有限公司", "示范西部食品有限公司", Grade.SAME_NAME),
        ("示范食品有限公司", "上海示范食品有限公司", Grade.NEAR),
        ("成都示范食品有限公司", "四川省示范食品有限公司", Grade.NEAR),
        ("示范酒业有限公司", "示范酒业销售有限公司", Grade.NEAR),
        ("示范县级食品厂", "示范县级食品厂", Grade.SAME_NAME),
        ("四川大学", "四川大学华西医院", Grade.NEAR),
        ("示范酒业工程", "示范酒业工程研究院", Grade.NEAR),
        ("北京示范食品有限公司", "上海示范食品有限公司", None),
        ("示范甲食品有限公司", "示范乙食品有限公司", None),
        ("示范酒业有限公司", "示范酒业行业协会", None),
        ("中国农业大学", "南京农业大学", None),
        ("农业大学", "南京农业大学", None),
        ("示范", "示范科技", None),
        ("示范大学", "示范大学路小学", None),
        ("示范", "Sample Foods", None),
        ("，", "示范食品", None),
    ],
)
def test_names_are_graded(one: str, other: str, expected: Grade | None) -> None:
    assert grade(one, other) is expected
    assert grade(other, one) is expected


@pytest.mark.clause("D-01")
@pytest.mark.parametrize(
    ("short", "long", "is_same"),
    [
        ("CUHK", "Chinese University of Hong Kong", True),
        ("UHK", "Chinese University of Hong Kong", False),
        ("HKUST", "Chinese University of Hong Kong", False),
        ("UHK", "University of Hong Kong", True),
        ("CUHK", "University of Hong Kong", False),
        ("UW Madison", "University of Wisconsin-Madison", True),
        ("UW Madison", "University of Washington", False),
        ("Sample Sesame Foods S.A.", "SAMPLE SESAME FOODS", True),
        ("Universität Köln", "Universitat Koln", True),
        ("The Co.", "The Co", True),
    ],
)
def test_foreign_names_match_by_their_words_and_initials(short: str, long: str, is_same: bool) -> None:
    assert (grade(short, long) is not None) is is_same
    assert (grade(long, short) is not None) is is_same


def test_a_region_is_known_by_its_name_with_and_without_its_suffix() -> None:
    assert name_rules.region_of("四川省") == name_rules.region_of("四川") == "四川"
    assert name_rules.region_of("四川菜") is None
    assert name_rules.region_of("示范市") is None
    assert name_rules.take_apart("示范市食品检验所").regions == {"示范"}
    assert name_rules.take_apart("示范市场研究所").regions == set()
    assert name_rules.take_apart("北京").core == "北京"


# Codes, synonyms, groups


def index(*parties: Party, synonyms: tuple[Synonym, ...] = (), members: tuple[Member, ...] = ()) -> PartyIndex:
    return PartyIndex(parties, Links(synonyms, members))


def grades(found: PartyIndex, name: str, code: str = "") -> list[Grade]:
    return [verdict.grade for verdict in found.verdicts(name, code)]


@pytest.mark.clause("D-01", "S-10")
def test_one_code_is_one_body_though_the_names_differ() -> None:
    assert grades(index(WINERY), "完全不同的名称有限公司", CODE.lower()) == [Grade.CERTAIN]
    assert grades(index(WINERY), "示范酒业股份有限公司", OTHER_CODE) == []
    assert grades(index(WINERY), "示范酒业股份有限公司", "写错的代码") == [Grade.SAME_NAME]
    assert grades(index(WINERY), "示范酒业股份有限公司北京分公司", OTHER_CODE) == [Grade.NORMALISED]


@pytest.mark.clause("D-01")
def test_a_subsidiary_with_its_own_code_matches_through_the_group_table_only() -> None:
    assert grades(index(WINERY), "子公司贸易有限公司", OTHER_CODE) == []
    members = (Member(1, WINERY.name, CODE), Member(1, "子公司贸易有限公司", OTHER_CODE), Member(2, "无关公司"))
    assert grades(index(WINERY, members=members), "子公司贸易有限公司", OTHER_CODE) == [Grade.GROUP]
    assert grades(index(WINERY, members=members), "子公司贸易（虚构）有限公司") == []
    assert grades(index(WINERY, members=members), "无关公司") == []


@pytest.mark.clause("D-01")
def test_a_synonym_joins_names_and_codes_in_a_chain() -> None:
    chain = (Synonym("示范酒业股份有限公司", "示范酿造厂", CODE), Synonym("示范酿造厂", "老作坊"))
    assert grades(index(WINERY, synonyms=chain), "老作坊") == [Grade.SYNONYM]
    assert grades(index(WINERY, synonyms=chain), "老作坊", CODE) == [Grade.CERTAIN]
    assert grades(index(WINERY, synonyms=chain), "老作坊", OTHER_CODE) == []
    uncoded = (Synonym("示范酒业股份有限公司", "老作坊"),)
    bare = replace(WINERY, unified_code="")
    assert grades(index(bare, synonyms=uncoded), "老作坊", OTHER_CODE) == [Grade.SYNONYM]
    assert grades(index(WINERY, synonyms=chain), "别的作坊") == []
    assert grades(index(WINERY, synonyms=chain), "老作坊") == [Grade.SYNONYM]


def test_the_surest_verdict_counts() -> None:
    joined = (Synonym(WINERY.name, "示范酿造厂"),)
    assert grades(index(WINERY, synonyms=joined), WINERY.name, CODE) == [Grade.CERTAIN]
    foreign = Party(PartyKind.IMPORTER, "Sample Foods Ltd.")
    assert grades(index(WINERY, foreign), "sample foods") == [Grade.SAME_NAME]


def test_a_party_is_recognised_by_its_code_or_its_name() -> None:
    assert match_rules.party_key(WINERY) == f"producer:{CODE}"
    assert match_rules.party_key(replace(WINERY, unified_code="")) == "producer:示范酒业"
    digest = rules.parties_digest([WINERY])
    assert digest != rules.parties_digest([WINERY, replace(WINERY, kind=PartyKind.SELLER)])
    assert digest == rules.parties_digest([replace(WINERY, id=7)])


# The window


@pytest.mark.clause("D-01")
@pytest.mark.parametrize(
    ("ended", "is_recused"),
    [
        (date(2023, 4, 2), True),  # 35 months before
        (date(2023, 3, 2), True),  # 36 months to the day: still inside
        (date(2023, 3, 1), False),
        (date(2023, 2, 2), False),  # 37 months before
        (None, True),
    ],
)
def test_employment_that_ended_up_to_36_months_before_counts(ended: date | None, is_recused: bool) -> None:
    since = rules.window_start(date(2026, 3, 2), 36)
    tie = Tie(Source.HISTORY, WINERY.name, CODE, until=ended)
    found = rules.screen([Background(1, "ZJ-1", "甲", (tie,))], index(WINERY), since)
    assert [hit.ground for hit in found] == [Ground.LABOUR] * is_recused


def test_the_window_keeps_the_day_or_the_last_of_the_month() -> None:
    assert rules.window_start(date(2024, 2, 29), 12) == date(2023, 2, 28)
    assert rules.window_start(date(2026, 1, 31), 2) == date(2025, 11, 30)
    assert rules.window_start(date(2026, 3, 2), 36) == SINCE


# Screening


def hits(*ties: Tie, party: Party = WINERY, members: tuple[Member, ...] = ()) -> list[Hit]:
    return rules.screen([Background(1, "ZJ-1", "甲", ties)], index(party, members=members), SINCE)


@pytest.mark.clause("D-01", "S-10", "D-12")
def test_ties_to_one_party_become_one_hit_with_all_evidence() -> None:
    employed = Tie(Source.EMPLOYER, WINERY.name, CODE, detail="工程师")
    near = Tie(Source.HISTORY, "湖南示范酒业有限公司", until=date(2025, 1, 1), since=date(2020, 1, 1))
    (hit,) = hits(near, employed, employed)
    assert (hit.grade, hit.source, hit.is_hard, len(hit.evidence)) == (Grade.CERTAIN, Source.EMPLOYER, True, 2)
    assert hit.key == (1, "R1", f"producer:{CODE}")
    (alone,) = hits(near)
    assert (alone.grade, alone.is_hard) == (Grade.NEAR, False)
    assert alone.evidence[0]["until"] == "2025-01-01"


@pytest.mark.clause("D-01")
@pytest.mark.parametrize(
    ("tie", "kind", "ground"),
    [
        (Tie(Source.EMPLOYER, WINERY.name), PartyKind.COMPETITOR, Ground.COMPETITOR),
        (Tie(Source.EMPLOYER, WINERY.name), PartyKind.GROUP, Ground.SAME_HOLDING),
        (Tie(Source.HISTORY, WINERY.name, detail="独立董事"), PartyKind.SELLER, Ground.OFFICE),
        (Tie(Source.EMPLOYER, WINERY.name, detail="法定代表人、董事长"), PartyKind.SELLER, Ground.CONTROL),
        (Tie(Source.INTEREST, WINERY.name, kind="share"), PartyKind.PRODUCER, Ground.SHARES),
        (Tie(Source.INTEREST, WINERY.name, kind="public"), PartyKind.PRODUCER, Ground.OTHER),
        (Tie(Source.COMMITTEE, f"{WINERY.name}专家委员会"), PartyKind.PRODUCER, Ground.OTHER),
    ],
)
def test_the_ground_follows_from_the_tie(tie: Tie, kind: PartyKind, ground: Ground) -> None:
    assert [hit.ground for hit in hits(tie, party=replace(WINERY, kind=kind, unified_code=""))] == [ground]


@pytest.mark.clause("D-01")
def test_a_company_of_the_same_group_is_a_ground_of_its_own() -> None:
    members = (Member(1, WINERY.name, CODE), Member(1, "子公司贸易有限公司", OTHER_CODE))
    found = hits(Tie(Source.EMPLOYER, "子公司贸易有限公司", OTHER_CODE), members=members)
    assert [(hit.ground, hit.grade, hit.is_hard) for hit in found] == [(Ground.SAME_HOLDING, Grade.GROUP, False)]


# Screening again


def known(hit: Hit, **changes: object) -> Known:
    facts = Known(
        7, hit.expert_id, hit.ground, hit.party_key, hit.source, FindingState.DISMISSED, False, False, None,
        hit.evidence,
    )  # fmt: skip
    return replace(facts, **changes)  # type: ignore[arg-type]


@pytest.mark.clause("D-01")
def test_pinned_decisions_survive_a_screening_and_others_while_the_evidence_does() -> None:
    (hit,) = hits(Tie(Source.HISTORY, "湖南示范酒业有限公司"))
    changed = replace(hit, evidence=({"name": "另一单位"},))
    after = rules.state_after_screening
    assert after(known(hit), hit) is FindingState.DISMISSED
    assert after(known(hit), changed) is FindingState.POTENTIAL
    assert after(known(hit), None) is FindingState.LAPSED
    assert after(known(hit, state=FindingState.CONFIRMED), None) is FindingState.CONFIRMED
    assert after(known(hit, state=FindingState.LAPSED), hit) is FindingState.POTENTIAL
    for state in (FindingState.DISMISSED, FindingState.CONFIRMED):
        assert after(known(hit, state=state, is_pinned=True), changed) is state
        assert after(known(hit, state=state, is_pinned=True), None) is state
    entered = known(hit, source=Source.ENTERED, state=FindingState.POTENTIAL)
    assert after(entered, None) is FindingState.POTENTIAL


@pytest.mark.clause("D-01", "S-10")
def test_nobody_is_seated_before_the_present_parties_were_screened_and_all_is_decided() -> None:
    (hit,) = hits(Tie(Source.HISTORY, "湖南示范酒业有限公司"))
    potential = known(hit, state=FindingState.POTENTIAL)
    on_record = {potential.key: potential}
    assert list(rules.unseen([hit], on_record)) == []
    assert list(rules.unseen([hit], {})) == [hit]
    assert list(rules.unseen([replace(hit, evidence=())], {hit.key: known(hit)})) == [replace(hit, evidence=())]
    against = rules.reasons_against_going_on
    assert against(None, "b", [], []) == "SCREENING_MISSING"
    assert against("a", "b", [], []) == "SCREENING_STALE"
    assert against("b", "b", [], [hit]) == "SCREENING_STALE"
    assert against("b", "b", [potential], []) == "CONFLICT_UNRESOLVED"
    assert against("b", "b", [], []) is None


# Deciding


@pytest.mark.clause("D-01", "S-15", "S-10")
def test_who_decides_on_a_hit() -> None:
    (hit,) = hits(Tie(Source.HISTORY, "湖南示范酒业有限公司"))
    potential = known(hit, state=FindingState.POTENTIAL)
    against = rules.reasons_against_deciding
    for role in (Role.OFFICIAL, Role.APPROVER):
        assert against(potential, role, 1, is_confirmed=False) is None
    for role in set(Role) - {Role.OFFICIAL, Role.APPROVER}:
        assert against(potential, role, 1, is_confirmed=True) == "ROLE"
    entered = replace(potential, source=Source.ENTERED, entered_by=1)
    assert against(entered, Role.OFFICIAL, 1, is_confirmed=True) == "SOD_RECUSAL"
    assert against(entered, Role.OFFICIAL, 2, is_confirmed=True) is None
    hard = replace(potential, is_hard=True)
    assert against(hard, Role.OFFICIAL, 1, is_confirmed=False) == "RECUSAL_HARD"
    assert against(hard, Role.OFFICIAL, 1, is_confirmed=True) is None
    for elsewhere in (
        replace(potential, source=Source.OBJECTION), replace(potential, source=Source.ACCEPTANCE),
        replace(potential, state=FindingState.LAPSED),
    ):  # fmt: skip
        assert against(elsewhere, Role.APPROVER, 1, is_confirmed=True) == "RECUSAL_ELSEWHERE"
    assert against(replace(potential, ground=Ground.DECLARATION), Role.OFFICIAL, 1, is_confirmed=True) == "ROLE"


def test_every_ground_has_words_and_a_decider() -> None:
    assert set(GROUNDS) == set(GROUND_RULES) == set(Ground)
    assert [ground.value for ground in Ground] == [f"R{number}" for number in range(1, 14)]
