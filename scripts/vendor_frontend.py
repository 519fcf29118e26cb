"""Vendor the design system's CSS and JavaScript from its npm packages; run at development time only.

    npm pack govuk-frontend@6.3.0 @ministryofjustice/frontend@11.1.0 --pack-destination DIRECTORY
    python scripts/vendor_frontend.py DIRECTORY

6.3.0 is the version that govuk-frontend-jinja 4.1.0 was written against: the pair moves together.
What is left out on purpose: the font (licensed for one web site only), the crown and the crest, and
every MoJ component the templates do not use.
"""

import argparse
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

GOVUK = "govuk-frontend-6.3.0"
MOJ = "moj-frontend-11.1.0"
TARGET = Path(__file__).resolve().parent.parent / "static" / "vendor"

# Running text: 19 px (16 px on phones) at a line height for Latin letters becomes 17 px at 1.65 for Chinese.
TYPE_SCALE = {
    "font-size:1.1875rem;line-height:1.3157894737": "font-size:1.0625rem;line-height:1.65",
    "font-size:1rem;line-height:1.25": "font-size:1.0625rem;line-height:1.65",
    "font-size:1.1875rem;line-height:1": "font-size:1.0625rem;line-height:1",
    "font-size:1.3125rem;line-height:1.3": "font-size:1.1875rem;line-height:1.5",
    "font-size:14pt;line-height:1.15": "font-size:11pt;line-height:1.5",
}
UNUSED = re.compile(r"govuk-(footer__(crown|licence-logo|copyright-logo)|header|generic-header|logo-dot|cookie-banner)")
MOJ_USED = re.compile(r"moj-(timeline|sub-navigation)")


def split_rules(css: str) -> Iterator[tuple[str, str]]:
    """Give a style sheet's top-level rules as (selector or at-rule, block without its braces)."""
    depth, head, start = 0, 0, 0
    for at, sign in enumerate(css):
        if sign == "{":
            depth += 1
            if depth == 1:
                start = at
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield css[head:start].strip(), css[start + 1 : at]
                head = at + 1
        elif sign == ";" and depth == 0:
            head = at + 1  # @charset and the like


def keep(css: str, *, wanted: re.Pattern[str] | None = None, unwanted: re.Pattern[str] | None = None) -> str:
    """Give the rules of a style sheet whose selectors are wanted and not unwanted."""
    kept = []
    for head, block in split_rules(css):
        if head.startswith(("@media", "@supports")):
            if inner := keep(block, wanted=wanted, unwanted=unwanted):
                kept.append(f"{head}{{{inner}}}")
        elif not head.startswith("@font-face"):
            selectors = [one for one in head.split(",") if _is_kept(one, wanted, unwanted)]
            if selectors:
                kept.append(f"{','.join(selectors)}{{{block}}}")
    return "".join(kept)


def _is_kept(selector: str, wanted: re.Pattern[str] | None, unwanted: re.Pattern[str] | None) -> bool:
    return (wanted is None or bool(wanted.search(selector))) and not (unwanted and unwanted.search(selector))


def adapt(css: str) -> str:
    """Let text inherit the page's font, put our type scale in, and drop the comments."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"font-family:GDS Transport,\s*arial,\s*sans-serif", "font-family:inherit", css)
    css = css.replace("font-family:sans-serif", "font-family:inherit")
    for theirs, ours in TYPE_SCALE.items():
        css = css.replace(theirs, ours)
    return css


def refuse_leftovers(name: str, text: str) -> None:
    """Stop if anything is left that must not be shipped or that would reach outside."""
    for forbidden in ("GDS Transport", "@font-face", "crest", "url(", "sourceMappingURL"):
        if forbidden in text:
            raise SystemExit(f"{name}: still holds {forbidden!r}")


def read(archive: Path, member: str) -> str:
    """Read one text file of an npm package."""
    with tarfile.open(archive) as package:
        source = package.extractfile(f"package/{member}")
        if source is None:
            raise SystemExit(f"{archive}: no {member}")
        return source.read().decode("utf-8")


def write(folder: str, name: str, text: str) -> None:
    """Write one vendored file after the check for leftovers."""
    refuse_leftovers(name, text)
    path = TARGET / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.strip() + "\n", encoding="utf-8")


def main() -> None:
    """Vendor both packages from the folder that `npm pack` filled."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    directory = parser.parse_args().directory
    govuk = directory / "govuk-frontend-6.3.0.tgz"
    moj = directory / "ministryofjustice-frontend-11.1.0.tgz"
    css = adapt(read(govuk, "dist/govuk/govuk-frontend.min.css"))
    write(GOVUK, "govuk-frontend.min.css", '@charset "UTF-8";' + keep(css, unwanted=UNUSED))
    script = read(govuk, "dist/govuk/govuk-frontend.min.js")
    write(GOVUK, "govuk-frontend.min.js", re.sub(r"//# sourceMappingURL=.*", "", script))
    css = adapt(read(moj, "moj/moj-frontend.min.css"))
    write(MOJ, "moj-frontend.css", keep(css, wanted=MOJ_USED, unwanted=re.compile("document")))


if __name__ == "__main__":
    main()
