"""The design system's widgets with Chinese words and without the faults that would break a page.

Each widget turns a field into the parameters of one GOV.UK macro. Against the base package: a widget
does not run the context processors once more for each field, a hint that is not there is not drawn,
and choices may carry hints of their own.
"""

from collections.abc import Mapping
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from govuk_frontend_wtf.gov_form_base import GovFormBase
from markupsafe import Markup
from wtforms.fields import Field

Params = dict[str, Any]
PLURALS = ("one", "other")


class GovWidget(GovFormBase):
    """Render a field through the GOV.UK macro that `template` names."""

    template = ""

    def __call__(self, field: Field, **kwargs: Any) -> Markup:
        """Draw the field; keyword arguments become attributes, `params` goes to the macro as it is."""
        extra = kwargs.pop("params", {})
        params = self.base_params(field) | self.own_params(field)
        params["attributes"] = {name: value for name, value in kwargs.items() if name not in {"id", "required"}}
        return self.render(self.merge_params(params, extra))

    def base_params(self, field: Field) -> Params:
        """Give the parameters every macro takes."""
        label = {"text": field.caption, "classes": "govuk-label--s"}
        params: Params = {"id": field.id, "idPrefix": field.id, "name": field.name, "label": label}
        if hint := str(field.hint):
            params["hint"] = {"text": hint}
        if field.errors:
            params["errorMessage"] = {"text": field.errors[0]}
        return params

    def own_params(self, field: Field) -> Params:
        """Give the parameters of this kind of field."""
        return {"value": field._value()}

    def render(self, params: Params) -> Markup:
        """Draw the macro; no context processor runs again, since the macro sees its parameters only."""
        return Markup(current_app.jinja_env.get_template(self.template).render(params=params))  # noqa: S704


class TextWidget(GovWidget):
    """A line of text; also dates, times and numbers, by `type`."""

    template = "govuk_frontend_wtf/input.html"

    def __init__(self, kind: str = "text", classes: str = "") -> None:
        """Take the input's type and the class that sets its width."""
        self.kind = kind
        self.classes = classes

    def own_params(self, field: Field) -> Params:
        """Add type, width, and what helps the keyboard of a phone."""
        params: Params = {"type": self.kind, "classes": self.classes, "value": field._value()}
        return params | {name: value for name, value in field.input_params().items() if value}


class LongTextWidget(GovWidget):
    """Several lines of text, with a count of the characters left when there is a limit."""

    def own_params(self, field: Field) -> Params:
        """Add the rows and the words of the count."""
        params: Params = {"value": field._value(), "rows": field.rows}
        if field.max_length:
            params |= {
                "maxlength": field.max_length,
                "textareaDescriptionText": _counted(_("最多 {count} 字")),
                "charactersUnderLimitText": dict.fromkeys(PLURALS, _counted(_("还可输入 {count} 字"))),
                "charactersAtLimitText": _("已达字数上限"),
                "charactersOverLimitText": dict.fromkeys(PLURALS, _counted(_("已超出 {count} 字"))),
            }
        return params

    def render(self, params: Params) -> Markup:
        """Draw a plain text area when nothing is counted."""
        name = "charactercount" if "maxlength" in params else "textarea"
        return Markup(current_app.jinja_env.get_template(f"govuk_frontend_wtf/{name}.html").render(params=params))  # noqa: S704


class PasswordWidget(GovWidget):
    """A password, never sent back, with a button that shows it."""

    template = "govuk_frontend_wtf/password.html"

    def own_params(self, field: Field) -> Params:
        """Add the words of the button."""
        return {
            "autocomplete": field.autocomplete,
            "classes": "govuk-input--width-20",
            "showPasswordText": _("显示"),
            "hidePasswordText": _("隐藏"),
            "showPasswordAriaLabelText": _("显示密码"),
            "hidePasswordAriaLabelText": _("隐藏密码"),
            "passwordShownAnnouncementText": _("密码已显示"),
            "passwordHiddenAnnouncementText": _("密码已隐藏"),
        }


class FileWidget(GovWidget):
    """A file chooser: the browser's own, which a script turns into one with the page's words and a place to drop."""

    template = "govuk_frontend_wtf/file-upload.html"

    def __call__(self, field: Field, **kwargs: Any) -> Markup:
        """Draw the chooser with the suffixes it offers."""
        if field.suffixes:
            kwargs.setdefault("accept", ",".join(field.suffixes))
        return super().__call__(field, **kwargs)

    def own_params(self, field: Field) -> Params:
        """Give the words; a chosen file is never sent back."""
        return {
            "multiple": field.multiple,
            "javascript": True,
            "chooseFilesButtonText": _("选择文件"),
            "noFileChosenText": _("尚未选择文件"),
            "multipleFilesChosenText": dict.fromkeys(PLURALS, _counted(_("已选择 {count} 个文件"))),
            "dropInstructionText": _("或将文件拖到此处"),
            "enteredDropZoneText": _("松开鼠标即可选择"),
            "leftDropZoneText": _("已离开放置区"),
        }


class SubmitWidget(GovWidget):
    """The button that sends the form."""

    template = "govuk_frontend_wtf/button.html"

    def own_params(self, field: Field) -> Params:
        """Give the button's words and colour."""
        classes = f"govuk-button--{field.style}" if field.style else ""
        return {"element": "button", "text": str(field.label.text), "value": "1", "type": "submit", "classes": classes}


class SelectWidget(GovWidget):
    """A pull-down list, for long lists of which one is chosen."""

    template = "govuk_frontend_wtf/select.html"

    def own_params(self, field: Field) -> Params:
        """Give the options; the first is empty, so that nothing is chosen unseen."""
        empty = {"value": "", "text": field.empty_text, "selected": not field.data}
        return {"items": [empty, *(_item(choice, "selected") for choice in field.iter_choices())]}


class GroupWidget(GovWidget):
    """Radios or checkboxes in a fieldset whose legend is the field's label."""

    def __init__(self, kind: str) -> None:
        """Take `radios` or `checkboxes`."""
        self.kind = kind
        self.template = f"govuk_frontend_wtf/{kind}.html"

    def own_params(self, field: Field) -> Params:
        """Give legend and items, each with the hint its choice carries."""
        legend = {"text": field.caption, "classes": "govuk-fieldset__legend--s"}
        return {
            "fieldset": {"legend": legend},
            "items": [_item(choice, "checked") for choice in field.iter_choices()],
            "classes": self.classes(field.style),
        }

    def classes(self, style: str) -> str:
        """Give the classes of a style: the design system's own, or ours."""
        theirs = {"inline": f"govuk-{self.kind}--inline", "small": f"govuk-{self.kind}--small"}
        return theirs.get(style, f"panel-{style}" if style else "")


class BooleanWidget(GovWidget):
    """One checkbox; in a fieldset only if it is given a legend."""

    template = "govuk_frontend_wtf/checkboxes.html"

    def own_params(self, field: Field) -> Params:
        """Give the one item, with the field's hint as its own."""
        item: Params = {"value": "y", "text": str(field.label.text), "checked": bool(field.data)}
        params: Params = {"items": [item], "hint": None}
        if hint := str(field.hint):
            item["hint"] = {"text": hint}
        if legend := str(field.legend):
            params["fieldset"] = {"legend": {"text": legend, "classes": "govuk-fieldset__legend--s"}}
        return params


def _item(choice: Any, state: str) -> Params:
    """Give one choice as an item of a macro; its `render_kw` may hold `hint` and `disabled`."""
    extra: Mapping[str, Any] = choice.render_kw or {}
    item: Params = {"value": choice.value, "text": str(choice.label), state: choice.selected}
    if hint := extra.get("hint"):
        item["hint"] = {"text": str(hint)}
    if extra.get("disabled"):
        item["disabled"] = True
    return item


def _counted(words: str) -> str:
    """Write the placeholder the way the design system's script reads it."""
    return words.replace("{count}", "%{count}")
