"""What people type is read as meant, and what cannot be read is an error message, never a failure."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import CombinedMultiDict, FileStorage, MultiDict

from panel.web.forms import Form
from panel.web.language import LANGUAGE_KEY
from panel.web.reading import clean, has_forbidden, read_date, read_instant, without_forbidden
from panel.web.widgets import (
    BooleanField,
    ChoiceField,
    DateField,
    DateTimeField,
    FileField,
    IntegerField,
    LongTextField,
    MultiChoiceField,
    PasswordField,
    SelectChoice,
    SelectField,
    TextField,
    ValidationError,
)
from tests.support.gallery import EveryField, make_gallery

CHOICES = [SelectChoice("a", "甲"), SelectChoice("b", "乙"), SelectChoice("c", "丙", {"disabled": True})]


@pytest.fixture(scope="module")
def gallery() -> Flask:
    made = make_gallery()
    made.config["WTF_CSRF_ENABLED"] = False
    return made


@pytest.fixture(autouse=True)
def _request(gallery: Flask) -> Iterator[None]:
    with gallery.test_request_context("/form", method="POST"):
        yield


def form_of(field: Any, posted: dict[str, Any] | MultiDict[str, Any], **given_data: Any) -> Any:
    class Asked(Form):
        asked = field

    form = Asked(posted if hasattr(posted, "getlist") else MultiDict(posted), **given_data)
    form.validate()
    return form.asked


def test_a_line_is_trimmed_and_written_in_one_normal_form() -> None:
    asked = form_of(TextField("名称"), {"asked": "  cafe\u0301\t玩具\r\n "})
    assert asked.data == "caf\u00e9 玩具"
    assert not asked.errors


def test_a_long_text_keeps_its_lines() -> None:
    assert form_of(LongTextField("理由"), {"asked": "第一行 \r\n第二行\r第三行\n\n"}).data == "第一行\n第二行\n第三行"


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x7f", "\u202e", "\ufffe", "\U0001ffff"])
def test_a_sign_that_has_no_place_in_a_record_is_dropped_and_said(sign: str) -> None:
    asked = form_of(TextField("名称"), {"asked": f"磁{sign}力珠"})
    assert asked.data == "磁力珠"
    assert "控制字符" in asked.errors[0]


def test_rare_han_letters_and_full_width_signs_are_kept() -> None:
    name = "𠮷野（Ａ）\ue000"
    assert form_of(TextField("姓名"), {"asked": name}).data == name


def test_a_text_may_be_as_long_as_the_limit_and_no_longer() -> None:
    assert not form_of(TextField("名称", max_length=5), {"asked": "一二三四五"}).errors
    too_long = form_of(TextField("名称", max_length=5), {"asked": "一二三四五六"})
    assert too_long.errors
    assert too_long.data == "一二三四五六"


@pytest.mark.parametrize(
    ("field", "words"),
    [
        (TextField("名称"), "请填写“名称”"),
        (TextField("名称", missing="请写明名称"), "请写明名称"),
        (LongTextField("理由："), "请填写“理由”"),
        (IntegerField("人数"), "请填写“人数”"),
        (DateField("日期"), "请填写“日期”"),
        (DateTimeField("时间"), "请填写“时间”"),
        (ChoiceField("风险等级是？", choices=CHOICES), "请选择“风险等级是”"),
        (SelectField("地区", choices=CHOICES), "请选择“地区”"),
        (MultiChoiceField("措施", choices=CHOICES), "请至少选择一项“措施”"),
        (BooleanField("已阅读", required=True), "请确认：已阅读"),
        (FileField("报告"), "请选择“报告”的文件"),
        (PasswordField("密码"), "请填写“密码”"),
    ],
)
def test_an_empty_field_that_is_needed_says_what_is_missing(field: Any, words: str) -> None:
    assert form_of(field, {}).errors == [words]
    assert form_of(field, {"asked": ""}).errors == [words]


def test_an_empty_field_that_is_not_needed_is_no_error() -> None:
    for field in (TextField, LongTextField, IntegerField, DateField, DateTimeField, FileField):
        assert not form_of(field("栏目", required=False), {"asked": ""}).errors
    for field in (ChoiceField, SelectField, MultiChoiceField):
        assert not form_of(field("栏目", choices=CHOICES, required=False), {}).errors


def test_a_field_that_may_be_left_empty_says_so_in_its_label() -> None:
    assert form_of(TextField("备注", required=False), {}).caption == "备注（选填）"
    assert form_of(TextField("名称"), {}).caption == "名称"


@pytest.mark.parametrize(("typed", "number"), [("7", 7), (" １２ ", 12), ("1,000", 1000), ("+3", 3)])
def test_a_number_is_read_as_people_write_it(typed: str, number: int) -> None:
    assert form_of(IntegerField("人数"), {"asked": typed}).data == number


@pytest.mark.parametrize("typed", ["七", "1.5", "1_0", "1e3", "9" * 13, "٣x", "--1"])
def test_what_is_no_number_is_refused_and_shown_again(typed: str) -> None:
    asked = form_of(IntegerField("人数"), {"asked": typed})
    assert asked.errors
    assert asked.data is None
    assert asked._value() == typed


def test_a_number_is_held_within_its_bounds() -> None:
    field = IntegerField("人数", minimum=3, maximum=5)
    assert [form_of(field, {"asked": typed}).data for typed in ("2", "3", "5", "6")] == [None, 3, 5, None]
    largest, free = 2**31 - 1, IntegerField("件数")
    assert [form_of(free, {"asked": str(typed)}).data for typed in (largest, largest + 1)] == [largest, None]


@pytest.mark.parametrize("typed", ["2025-06-15", "2025/6/15", "2025.06.15", "2025年6月15日", "２０２５-06-15"])
def test_a_day_is_read_as_people_write_it(typed: str) -> None:
    assert form_of(DateField("日期"), {"asked": typed}).data == date(2025, 6, 15)


@pytest.mark.parametrize("typed", ["2025-02-29", "0001-01-01", "9999-12-31", "15/06/2025", "明天"])
def test_what_is_no_day_is_refused_and_shown_again(typed: str) -> None:
    asked = form_of(DateField("日期"), {"asked": typed})
    assert asked.errors
    assert asked._value() == typed


@pytest.mark.parametrize("typed", ["2025-06-15T09:30", "2025-06-15 09:30:00", "2025年6月15日 9时30分"])
def test_a_time_is_read_as_beijing_time(typed: str) -> None:
    assert form_of(DateTimeField("时间"), {"asked": typed}).data == datetime(2025, 6, 15, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["2025-06-15T24:00", "2025-06-15T09:60", "2025-06-15", "0001-01-01T00:00", "T09:30"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    assert form_of(DateTimeField("时间"), {"asked": typed}).errors


def test_a_stored_time_is_shown_as_beijing_time_and_the_zone_is_named() -> None:
    asked = form_of(DateTimeField("时间", hint="届时截止"), {})
    asked.data = datetime(2025, 6, 15, 1, 30, tzinfo=UTC)
    assert asked._value() == "2025-06-15T09:30"
    assert asked.hint == "届时截止（北京时间）"


@pytest.mark.parametrize("field", [ChoiceField, SelectField, MultiChoiceField])
@pytest.mark.parametrize("value", ["z", "c"])
def test_a_choice_that_was_not_offered_or_is_greyed_out_is_refused(field: Any, value: str) -> None:
    assert form_of(field("等级", choices=CHOICES), {"asked": value}).errors


def test_choices_set_after_the_form_was_made_are_the_ones_that_count() -> None:
    class Asked(Form):
        asked = ChoiceField("等级")

    form = Asked(MultiDict({"asked": "7"}))
    form.asked.coerce = int
    form.asked.choices = [SelectChoice(7, "七")]
    form.asked.process(MultiDict({"asked": "7"}))
    assert form.validate()
    assert form.asked.data == 7


def test_several_choices_come_as_a_list_without_doubles() -> None:
    posted = MultiDict([("asked", "b"), ("asked", "a"), ("asked", "b")])
    assert form_of(MultiChoiceField("措施", choices=CHOICES), posted).data == ["b", "a"]


def test_an_upload_must_carry_one_of_the_suffixes() -> None:
    field = FileField("报告", suffixes=(".pdf",))
    good = FileStorage(BytesIO(b"%PDF"), filename="报告.PDF")
    bad = FileStorage(BytesIO(b"x"), filename="报告.exe")
    assert form_of(field, MultiDict({"asked": good})).data is good
    assert "报告.exe" in form_of(field, MultiDict({"asked": bad})).errors[0]


@pytest.mark.parametrize(
    "field",
    [
        TextField("栏目"),
        LongTextField("栏目"),
        PasswordField("栏目"),
        IntegerField("栏目"),
        DateField("栏目"),
        DateTimeField("栏目"),
        ChoiceField("栏目", choices=CHOICES),
        SelectField("栏目", choices=CHOICES),
        MultiChoiceField("栏目", choices=CHOICES),
        BooleanField("栏目", required=True),
    ],
)
def test_a_file_where_words_are_asked_for_counts_as_nothing(field: Any) -> None:
    posted = CombinedMultiDict([MultiDict({"asked": FileStorage(BytesIO(b"x"), filename="x.txt")})])
    asked = form_of(field, posted)
    assert asked.errors
    str(asked())


def test_words_where_a_file_is_asked_for_count_as_nothing() -> None:
    assert form_of(FileField("报告"), {"asked": "报告.pdf"}).errors == ["请选择“报告”的文件"]


def test_a_check_across_fields_also_sees_the_empty_ones() -> None:
    class Asked(Form):
        reason = TextField("理由", required=False)

        def validate_reason(self, _field: Any) -> None:
            raise ValidationError("不同意的，应当写明理由")

    form = Asked(MultiDict({"reason": ""}))
    assert not form.validate()
    assert form.reason.errors == ["不同意的，应当写明理由"]


def test_messages_and_labels_follow_the_language_of_the_page(gallery: Flask) -> None:
    with gallery.test_client() as client:
        with client.session_transaction() as session:
            session[LANGUAGE_KEY] = "en"
        page = client.post("/form", data={}).text
    assert "Enter “" in page
    assert "请填写" not in page


@given(st.text())
def test_a_cleaned_text_holds_nothing_that_a_record_could_not(typed: str) -> None:
    kept = without_forbidden(clean(typed))
    assert not has_forbidden(kept)
    assert "\r" not in kept
    kept.encode("utf-8")


@given(st.text())
def test_reading_a_day_or_a_time_never_fails(typed: str) -> None:
    read_date(typed)
    read_instant(typed)


@given(st.datetimes(min_value=datetime(1900, 1, 2), max_value=datetime(2199, 12, 31)))  # noqa: DTZ001
def test_every_minute_of_our_years_is_read_back(local: datetime) -> None:
    written = local.strftime("%Y-%m-%dT%H:%M")
    read = read_instant(written)
    assert read is not None
    assert read.tzinfo is UTC


VALUES = st.one_of(st.text(max_size=40), st.sampled_from(["1", "2025-06-15", "2025-06-15T09:30", "y", "\x00", "１"]))


@given(st.dictionaries(st.sampled_from([*EveryField.__dict__, "form_key"]), st.lists(VALUES, max_size=3)))
def test_no_posted_form_makes_a_page_fail(posted: dict[str, list[str]]) -> None:
    gallery = GALLERY
    answer = gallery.test_client().post("/form", data=posted)
    assert answer.status_code in {303, 422}


GALLERY = make_gallery()
GALLERY.config.update(WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=True)
