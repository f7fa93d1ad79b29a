"""Links that people type."""

import pytest

from showcase.kernel.links import LinkInvalidError, https_link


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("https://youtu.be/dQw4w9WgXcQ", "https://youtu.be/dQw4w9WgXcQ"),
        (" Https://WWW.YouTube.com/watch?v=dQw4&t=1s#a ", "Https://WWW.YouTube.com/watch?v=dQw4&t=1s#a"),
        ("https://balangankab.go.id", "https://balangankab.go.id"),
        ("https://balangankab.go.id?x=a@b", "https://balangankab.go.id?x=a@b"),
        ("https://xn--bcher-kva.example/a", "https://xn--bcher-kva.example/a"),
        ("https://medium.com/@dinas/inovasi", "https://medium.com/@dinas/inovasi"),
        (
            "https://id.wikipedia.org/wiki/Kabupaten_(Indonesia)/é",
            "https://id.wikipedia.org/wiki/Kabupaten_(Indonesia)/é",
        ),
    ],
)
def test_what_is_taken(text: str, kept: str) -> None:
    assert https_link(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        "youtu.be/x",
        "http://youtu.be/x",
        "javascript:alert(1)",
        "https:youtu.be/x",
        "https:/youtu.be/x",
        "https:///youtu.be/x",
        "https://",
        "https://youtu.be@evil.example/x",
        "https://youtu.be:x@evil.example/x",
        "https://@evil.example/x",
        "https://youtu.be%40evil.example/x",
        "https://youtu.be\\@evil.example/x",
        "https://youtu.be\\.evil.example/x",
        "https://youtu.be/a\\b",
        "https:\\\\youtu.be/x",
        "https://youtu.be:8443/x",
        "https://127.0.0.1/x",
        "https://2130706433/x",
        "https://0x7f.1/x",
        "https://[::1]/x",
        "https://localhost/x",
        "https://youtu.be./x",
        "https://youtu..be/x",
        "https://-youtu.be/x",
        "https://you_tu.be/x",
        "https://yоutu.be/x",
        "https://youtu。be/x",
        "https://youtu.be／evil.example",
        "https://youtu.be/a b",
        "https://youtu.be/a\u200bb",
        "https://youtu.be/\u202efdp.exe",
        "https://youtu.be/\u00a0x",
        "https://youtu.be/x\nhttps://evil.example",
        'https://youtu.be/"><script>',
        f"https://{'a' * 64}.be/x",
        f"https://{'a.' * 130}be/x",
    ],
)
def test_what_is_refused(text: str) -> None:
    with pytest.raises(LinkInvalidError):
        https_link(text)
