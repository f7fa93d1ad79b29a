"""`make messages`: collect the texts to translate and bring the English catalogue up to date."""

import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = ROOT / "showcase" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
# Besides Babel's own: the lazy functions, under the names they are imported by.
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None, "lazy_ngettext": (1, 2), "_n": (1, 2)}


def collected() -> Catalog:
    """Every text of the code and the templates; the source language is Indonesian."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    catalog = Catalog(project="Showcase", charset="utf-8")
    for folder in ("showcase", "templates"):
        inside = [
            (pattern.removeprefix(f"{folder}/"), method) for pattern, method in methods if pattern.startswith(folder)
        ]
        options_inside = {pattern.removeprefix(f"{folder}/"): given for pattern, given in options.items()}
        found = extract_from_dir(
            ROOT / folder, inside, options_inside, keywords=KEYWORDS, comment_tags=("Translators:",)
        )
        for name, line, message, comments, context in found:
            catalog.add(message, None, [(f"{folder}/{name}", line)], auto_comments=comments, context=context)
    return catalog


def kept() -> Catalog:
    """The English catalogue as it stands."""
    if not ENGLISH.exists():
        return Catalog(locale="en", project="Showcase", charset="utf-8")
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def main() -> None:
    """Add what is new, drop what is gone, keep what is translated; say what is left to do."""
    catalog = kept()
    catalog.update(collected(), no_fuzzy_matching=True)
    # A catalogue that is marked as a draft is skipped by the compiler.
    catalog.fuzzy = False
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=ENGLISH.parent, delete=False) as file:
        # Without line numbers a change elsewhere in a file does not touch the catalogue.
        write_po(file, catalog, width=120, sort_by_file=True, ignore_obsolete=True, include_lineno=False)
    Path(file.name).chmod(0o644)
    Path(file.name).replace(ENGLISH)
    empty = sum(1 for message in catalog if message.id and not message_texts(message.string)[0])
    print(f"{len(catalog)} texts, {empty} without English: {ENGLISH.relative_to(ROOT)}")


def message_texts(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """A text, or its singular and plural, as a tuple; an empty text where there is none."""
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)


if __name__ == "__main__":
    main()
