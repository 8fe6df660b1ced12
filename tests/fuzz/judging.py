"""What an answer to a bad value must be: no error of ours, and where it is refused, words at the field, what
was typed kept, and no row changed."""

import html
import traceback
from dataclasses import dataclass

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from lxml import html as pages

from tests.fuzz.sending import MEGABYTE_AND_MORE, raw

NEVER_SHOWN_AGAIN = (forms.PasswordInput, forms.FileInput, forms.HiddenInput)


@dataclass
class Judge:
    """Collects what is wrong with the answers of one seat."""

    seat: object

    def problems(self, target, name, answer, sent):
        for problem in self._problems(answer, sent):
            yield f"{self.seat} · {'.'.join(target.unit[-2:])} = {name}: {problem}"

    def _problems(self, answer, sent):
        if answer.error is not None:
            place = traceback.extract_tb(answer.error.__traceback__)
            ours = [f for f in place if "/.venv/" not in f.filename and "/tests/" not in f.filename]
            where = f"{ours[-1].filename.split('/wt/')[-1]}:{ours[-1].lineno}" if ours else ""
            yield f"{answer.error!r:.200} at {where}"
            return
        if answer.status >= 500:
            yield f"status {answer.status}"
        text = answer.text
        if "Traceback (most recent call last)" in text:
            yield "a traceback"
        if not answer.is_refused:
            return
        if answer.seen.written and not self.seat.keeps_the_rest:
            yield f"refused ({answer.status}), and yet: {answer.seen.written[0][:80]}"
        # a filter in an address leaves out what makes no sense, and is no error
        if answer.errors and self.seat.method == "POST" and not self.seat.silent and answer.status != 400:
            yield from self._form_comes_back(answer, text, dict(sent))

    def _form_comes_back(self, answer, text, sent):
        if self.seat.told_later and answer.status == 302:
            return
        if answer.status in (302, 303):
            yield f"errors, but sent on to {answer.response['Location']}: {answer.errors}"
            return
        words = html.unescape(text)
        page = pages.fromstring(text) if text.strip() else None
        for form in answer.seen.cleaned:
            for name in form.errors.keys() - self.seat.unsaid:
                for error in form.errors[name]:
                    if str(error) not in words:
                        yield f"the page does not say »{error}« ({name})"
            if page is not None and form.errors:
                yield from self._input_is_kept(form, page, sent)

    def _input_is_kept(self, form, page, sent):
        for name in form.fields:
            bound = form[name]
            if name in self.seat.unsaid:
                continue
            if isinstance(bound.field.widget, NEVER_SHOWN_AGAIN) or bound.html_name not in sent:
                continue
            value = sent[bound.html_name]
            controls = page.xpath("//*[@name=$name]", name=bound.html_name)
            if not controls:
                yield f"the field {bound.html_name} is gone"
            elif name in form.errors and name != NON_FIELD_ERRORS and not _is_marked(controls):
                yield f"the field {bound.html_name} is not marked as wrong"
            if _is_plain(value) and not any(_shows(each, value) for each in controls):
                yield f"{bound.html_name} does not keep {value[:40]!r}"


def _is_marked(controls):
    """The control itself, or the group around its buttons."""
    return any(
        each.get("aria-invalid") == "true" or each.get("type") in ("radio", "checkbox", "hidden")
        for each in controls
    )


def _is_plain(value):
    """Words as people type them: a page cannot show the others as they were."""
    return isinstance(value, str) and value.isprintable() and len(raw(value)) < MEGABYTE_AND_MORE


def _shows(control, value):
    if control.tag == "textarea":
        return (control.text or "").strip() == value.strip()
    if control.tag == "select" or control.get("type") in ("radio", "checkbox"):
        return True  # what was never on offer cannot be chosen again
    return (control.get("value") or "").strip() == value.strip()
