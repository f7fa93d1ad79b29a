"""What goes out has none of the templates' indentation, and all of the white space that shows."""

import pytest
from flask import Flask
from jinja2 import DictLoader

LAID_OUT = """\
<p
  class="one"
  {% if wide %}data-wide{% endif %}
  title="1 > {{ 0 }}"
  {% if wide %}
    data-text="{{ text }}"
  {% else %}data-{{ text }}="{{ text }}"{% endif %}
  {{ more }}
>
  {{ text }} and
  <b>
    more
  </b>  text
</p>
<p>
  1 > 0
</p>
"""


def rendered(app: Flask, name: str, text: str, *, wide: bool) -> str:
    environment = app.jinja_env.overlay(loader=DictLoader({name: LAID_OUT}))
    return environment.get_template(name).render(text=text, wide=wide, more="hidden")


@pytest.mark.parametrize(
    ("wide", "tag"),
    [
        (True, '<p class="one" data-wide title="1 > 0" data-text="said" hidden>'),
        (False, '<p class="one" title="1 > 0" data-said="said" hidden>'),
    ],
    ids=["wide", "narrow"],
)
def test_indentation_stays_behind(app: Flask, wide: bool, tag: str) -> None:
    page = rendered(app, "page.html", "said", wide=wide)
    assert page == f"{tag}said and\n<b>\nmore\n</b>  text</p>\n<p>1 > 0</p>"


def test_what_values_bring_along_stays(app: Flask) -> None:
    assert "\n  two\n\n  three and" in rendered(app, "page.html", "one\n  two\n\n  three", wide=True)


def test_other_files_stay_as_they_are(app: Flask) -> None:
    assert rendered(app, "script.js", "x", wide=True).startswith('<p\n  class="one"\n')
