"""A row that only fills in its values is the row that its template would make."""

from django.template.loader import render_to_string

from core.safe_html import German, RowPattern, place

VALUES = {
    "pk": 7, "url": "/aufgaben/7/", "wording": German("100 % <b>»fertig«</b>"),
    "short": German("%(pk)s & mehr"),
    "state_label": "offen", "state_kind": "wait", "line": "{{ a }} %s",
}  # fmt: skip


def test_a_row_says_what_its_template_would_say():
    context = {"verbs": [], "may_drop": True, "back": "/aufgaben/?seite=2", "csrf_token": "x"}
    pattern = RowPattern("outcomes/task_row.html", context | {"task": {name: place(name) for name in VALUES}})
    rendered = render_to_string("outcomes/task_row.html", context | {"task": VALUES})
    assert pattern.fill(VALUES) == rendered
    assert "&lt;b&gt;" in rendered
