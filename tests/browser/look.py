"""Opens each report of the program: searches, filters, prints, and looks for what must not be there.

usage: look.py PROGRAM FOLDER
"""

import base64
import json
import shlex
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import account
import trail
from browser import Browser

PROGRAM = Path(sys.argv[1]).resolve()
SHOTS = Path(sys.argv[2]).resolve()
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(2)</script>",
    "\" onmouseover=\"alert(3)",
    "'><svg onload=alert(4)>",
    "<!--<script>",
    "&lt;b&gt;&amp",
    "${alert(5)}`",
    "\u2028\u202enimda",
]


def run(folder: Path, *arguments: str) -> str:
    """Runs the program. Findings are no failure, and neither is input of which a part cannot be read."""
    done = subprocess.run([PROGRAM, *arguments], cwd=folder, capture_output=True, text=True)
    assert done.stdout and done.returncode in (0, 1, 2), done.stderr
    return done.stdout


def report(folder: Path, name: str, *arguments: str) -> Path:
    page = folder / f"{name}.html"
    page.write_text(run(folder, *arguments, "--format", "html"), newline="")
    return page


def both(folder: Path, name: str, *arguments: str) -> tuple[dict, Path]:
    """Returns the JSON and the report of a command."""
    return json.loads(run(folder, *arguments, "--format", "json")), report(folder, name, *arguments)


def everywhere(browser: Browser, page: Path) -> None:
    """Opens a report on a desk, on a tablet, on a phone, in the dark and on paper."""
    for width, height, scheme in [
        (1280, 900, "light"),
        (1024, 768, "light"),
        (961, 768, "light"),
        (768, 1024, "light"),
        (390, 844, "light"),
        (1280, 900, "dark"),
    ]:
        browser.open(page, width, height, scheme)
        browser.settle()
        contrast(browser)
        browser.save(SHOTS / f"{page.stem}-{width}-{scheme}.png")
        for opened in [True, False]:
            browser.js("for (const one of document.querySelectorAll('details')) one.open = arguments[0]", opened)
            browser.fits()
        browser.quiet()
    browser.emulate("")
    printed = base64.b64decode(browser.driver.print_page())
    assert printed.startswith(b"%PDF") and len(printed) > 10_000, page.name
    (SHOTS / f"{page.stem}.pdf").write_bytes(printed)
    browser.quiet()


def contrast(browser: Browser) -> None:
    """Fails if a sign is hard to read on its background, as WCAG counts it."""
    found = browser.js("""
      const light = (color) => {
        const [r, g, b] = color.match(/[\\d.]+/g).map((one) => one / 255)
          .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      return [...document.querySelectorAll(".sign, .tag, .dispute, td.allowed, td.denied, td.undecided")].map((one) => {
        const { color, backgroundColor } = getComputedStyle(one);
        const [low, high] = [light(color), light(backgroundColor)].sort((left, right) => left - right);
        return [(high + 0.05) / (low + 0.05), one.className];
      });""")
    low = [one for one in found if one[0] < 4.5]
    assert not low, low[:3]


def rows(browser: Browser, table: int = 0) -> int:
    script = "return document.querySelectorAll('table.cards')[arguments[0]].querySelectorAll('tbody tr:not([hidden])').length"
    return browser.js(script, table)


def look_at_list(browser: Browser, folder: Path) -> None:
    actions, page = both(folder, "list", "list")
    everywhere(browser, page)
    browser.open(page)
    assert rows(browser) == len(actions)
    browser.type(".filter input", "cs:describe event")
    named = browser.js("return [...document.querySelectorAll('tbody tr:not([hidden])')].map((row) => row.textContent)")
    assert 0 < len(named) < len(actions) and all("vent" in text for text in named)
    browser.type(".filter input", "no such action")
    assert rows(browser) == 0 and browser.js("return !document.querySelector('.none').hidden")
    browser.js("document.querySelector('.filter input').value = ''")
    browser.choose(".filter select", "delete")
    assert rows(browser) == sum(one["access_level"] == "delete" for one in actions)
    browser.choose(".filter select", "")
    browser.choose("select[data-column='5']", "disagree")
    assert rows(browser) == sum(bool(one["disagreements"]) for one in actions)
    browser.quiet()


def look_at_audit(browser: Browser, folder: Path) -> None:
    actions = [one for one in json.loads(run(folder, "list", "--format", "json")) if one["operations"]]
    account.write(folder / "small", actions, 24)
    reports, page = both(folder, "audit", "audit", "small", "--needs", "small/needs.txt")
    everywhere(browser, page)
    browser.open(page)
    grid = "document.querySelector('.grid')"
    assert browser.js(f"return Number({grid}.ariaRowCount)") == len(reports) + 2
    filled(browser, len(reports))
    browser.type("#who", reports[3]["name"])
    assert browser.js("return document.querySelectorAll('tbody td:not(.space)').length") > 0
    browser.js("document.querySelector('#who').value = ''")
    lacking = next(one for one in reports if one["missing"] and one["patch"])
    browser.type("#who", lacking["name"])
    browser.type("#what", lacking["missing"][0])
    browser.driver.find_element("css selector", "td.denied").click()
    detail = browser.js("return document.querySelector('.detail').textContent")
    assert lacking["missing"][0] in detail and lacking["patch"] in detail, detail
    browser.save(SHOTS / "audit-decision-1280.png")
    keys(browser)
    focus_stays(browser, lacking["missing"][0])
    names_differ_on_a_phone(browser, folder, actions)
    browser.open(page)
    statements(browser, reports)
    browser.choose("#who", "")
    browser.choose("#what", "")
    browser.choose("#with", "k")
    unknown = sum(bool(one["not_there"]) for one in reports)
    assert browser.js(f"return Number({grid}.ariaRowCount)") == unknown + 2
    browser.quiet()
    paper(browser, len({json.dumps(one["decisions"]) for one in reports}))
    without_scripts(browser, page, reports)


def filled(browser: Browser, count: int) -> None:
    """Fails if a part of the grid in sight is empty."""
    drawn, bottom, edge = browser.js("""
      const rows = [...document.querySelectorAll("tbody tr[data-at]")];
      const edge = document.querySelector(".scroll").getBoundingClientRect().bottom;
      return [rows.length, rows.at(-1).getBoundingClientRect().bottom, edge];""")
    assert drawn == count or bottom >= edge - 2, (drawn, bottom, edge)


def keys(browser: Browser) -> None:
    """Arrows move, Enter shows a decision, Escape closes it."""
    browser.js("document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))")
    assert browser.js("return document.querySelector('.detail').hidden")
    browser.choose("#who", "")
    browser.choose("#what", "")
    browser.js("document.querySelector('#expand').click()")
    browser.js("document.querySelector('.grid [tabindex=\"0\"]').focus()")
    press = lambda key: browser.driver.switch_to.active_element.send_keys(key)
    for key in ["\ue015", "\ue015", "\ue014"]:
        press(key)
    at = browser.js("const cell = document.activeElement; return [cell.parentElement.dataset.at, cell.dataset.column]")
    assert at == ["2", "1"], at
    press("\ue007")
    assert browser.js("return !document.querySelector('.detail').hidden && document.activeElement.tagName") == "H2"
    browser.driver.switch_to.active_element.send_keys("\ue00c")
    assert browser.js("return document.querySelector('.detail').hidden")


def focus_stays(browser: Browser, need: str) -> None:
    """A group that a key opens or closes keeps the focus, and so does a search field that Escape clears."""
    browser.js("document.querySelector('#expand').click()")
    toggle = lambda: browser.js("const at = document.activeElement; return [at.textContent, at.getAttribute('aria-expanded')]")
    browser.js("document.querySelectorAll('.groups button')[3].focus()")
    name, _ = toggle()
    for expanded in ["true", "false"]:
        browser.driver.switch_to.active_element.send_keys("\ue007")
        assert toggle() == [name, expanded], toggle()
    browser.type("#what", need)
    browser.driver.find_element("css selector", "td[data-column]").click()
    for expected in [("#what", "", True), ("#what", "", False)]:
        browser.driver.find_element("css selector", "#what").send_keys("\ue00c")
        at = browser.js("const at = document.activeElement; return [at.id, at.value, !document.querySelector('.detail').hidden]")
        assert ("#" + at[0], *at[1:]) == expected, at


def names_differ_on_a_phone(browser: Browser, folder: Path, actions: list[dict]) -> None:
    """A user and a role of one name, and long names that start alike, are not the same on a narrow screen."""
    home = folder / "alike"
    account.write(home, actions, 0)
    for kind, name in [("users", "deploy"), ("roles", "deploy"), *[("roles", f"AliyunServiceManaged{one}Role") for one in ("Logs", "Nodes")]]:
        account.save(home / kind / name / "policies.json", {"Policies": {"Policy": []}})
        account.save(home / kind / name / "groups.json", {"Groups": {"Group": []}})
    browser.open(report(folder, "alike", "audit", "alike", "--action", "cs:StartAlert"), 390, 844)
    shown = browser.js("""
      return [...document.querySelectorAll("tbody th.who")].map((cell) => {
        const { left, right, top, bottom } = cell.getBoundingClientRect();
        const inside = (box) => box.left >= left && box.right <= right && box.top >= top && box.bottom <= bottom;
        return [...cell.querySelectorAll(".kind, .name")].map((part) => [part.textContent, inside(part.getBoundingClientRect())]);
      });""")
    assert len(shown) == 4 and all(inside for parts in shown for _, inside in parts), shown
    browser.save(SHOTS / "alike-390.png")


def statements(browser: Browser, reports: list) -> None:
    """A cell shows the statements that decide it."""
    for report in reports[:6]:
        for decision in report["decisions"][:2]:
            browser.choose("#who", report["name"])
            browser.choose("#what", decision["needs"][0])
            browser.js("document.querySelector('td[data-column]').click()")
            text = browser.js("return document.querySelector('.detail').textContent")
            for one in decision["statements"]:
                assert f"{one['policy']}, statement {one['statement'] + 1}" in text, text
            for reason in decision["reasons"]:
                assert reason in text, text
    browser.js("document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))")


def paper(browser: Browser, least: int) -> None:
    """On paper the grid is a table."""
    browser.emulate("print")
    browser.js("window.dispatchEvent(new Event('beforeprint'))")
    shown = browser.js("return ['.matrix', '.plain table'].map((one) => document.querySelector(one).offsetHeight > 0)")
    assert shown == [False, True], shown
    assert 0 < rows(browser) <= least
    browser.js("window.dispatchEvent(new Event('afterprint'))")


def without_scripts(browser: Browser, page: Path, reports: list) -> None:
    browser.devtools("Emulation.setScriptExecutionDisabled", value=True)
    browser.open(page, 390, 844)
    browser.save(SHOTS / "audit-without-scripts-390.png")
    text = browser.driver.find_element("css selector", ".plain").text
    browser.devtools("Emulation.setScriptExecutionDisabled", value=False)
    assert all(one["name"] in text for one in reports)


def look_at_trail(browser: Browser, folder: Path) -> None:
    trail.write(folder, 4_000)
    changes, page = both(folder, "replay", "replay", "--policy", "new.json", "--trail", "trail")
    everywhere(browser, page)
    browser.open(page)
    changed = [*changes["newly_refused"], *changes["newly_allowed"], *changes["undecided"]]
    assert rows(browser, 1) == len(changed)
    browser.type(".filter input", changed[0]["caller"] + " ")
    expected = sum(one["caller"].startswith(changed[0]["caller"]) for one in changed)
    assert rows(browser, 1) == expected
    bars = browser.js("return [...document.querySelectorAll('.chart svg')].map((one) => one.querySelectorAll('rect').length)")
    days = changes["days"]
    names = ["newly_refused", "newly_allowed", "undecided", "unchanged"]
    assert bars == [sum(day[name] > 0 for day in days) for name in names], bars
    browser.quiet()
    (folder / "deploy.sh").write_text("#!/bin/sh\naliyun cs UpgradeClusterAddons --ClusterId c1\naliyun cs $1\n")
    everywhere(browser, report(folder, "needs", "needs", "deploy.sh", "trail"))


def look_at_hostile_names(browser: Browser, folder: Path) -> None:
    """What runs in a name opens a dialog, logs an error or makes a request, and each of these is noticed."""
    names = [f"{at:04}{HOSTILE[at % 8]}{HOSTILE[at // 8 % 8]}" for at in range(1_000)]
    account.write_named(folder / "hostile", names)
    trail.write_named(folder / "hostile", names)
    scripts = folder / "hostile/scripts"
    scripts.mkdir()
    for name in names:
        call = "aliyun cs DescribeClusterDetail\naliyun cs $1 --name " + shlex.quote(name)
        (scripts / f"{account.of_file(name)}.sh").write_text(f"#!/bin/sh\n{call}\n")
        if name < "0010":
            (scripts / f"{account.of_file(name)}.tf").write_text(f"resource {{ {name}\n")
    asked = ["--action", "cs:StartAlert", "--action", "cs:StopAlert"]
    for name, arguments in {
        "audit": ["audit", "hostile", *asked],
        "replay": ["replay", "--policy", "hostile/new.json", "--trail", "hostile/events.jsonl"],
        "needs": ["needs", "hostile/scripts", "hostile/events.jsonl"],
    }.items():
        page = report(folder, f"hostile-{name}", *arguments)
        browser.open(page)
        browser.settle()
        text = browser.js("return document.querySelector('main').textContent + (document.querySelector('#data')?.textContent ?? '')")
        absent = [name for name in names if name[:4] not in text]
        assert not absent, (page.name, absent)
        made = browser.js("return document.querySelectorAll('main img, main script, main [onerror], main [onload], main [onmouseover]').length")
        assert made == 0, name
        browser.save(SHOTS / f"{page.stem}-1280.png")
        browser.quiet()
    audit = folder / "hostile-audit.html"
    browser.open(audit)
    shown = browser.js("return document.querySelector('tbody th.who').textContent")
    assert HOSTILE[0] in shown, shown
    browser.js("document.querySelector('td[data-column]').click()")
    assert HOSTILE[0] in browser.js("return document.querySelector('.detail').textContent")
    browser.js("window.dispatchEvent(new Event('beforeprint'))")
    browser.quiet()


def look_at_long_words(browser: Browser, folder: Path) -> None:
    """A word without a place to break it does not make a report wider than its window."""
    word = "x" * 300
    home = folder / "long"
    account.write_named(home, [word[:120], word[:121]])
    trail.write_named(home, [word, word + "y"])
    source = home / "source"
    source.mkdir()
    address = f"git::https://git.example.com/{word}.git//modules/cluster?ref=v1"
    source.joinpath("m.tf").write_text(f'module "{word}" {{\n  source = "{address}"\n}}\n')
    source.joinpath(f"{word[:200]}.sh").write_text(f"#!/bin/sh\naliyun cs DescribeClusterDetail\naliyun cs ${word}\n")
    for name, arguments in {
        "audit": ["audit", "long", "--action", "cs:StartAlert"],
        "replay": ["replay", "--policy", "long/new.json", "--trail", "long/events.jsonl"],
        "needs": ["needs", "long/source", "long/events.jsonl"],
    }.items():
        everywhere(browser, report(folder, f"long-{name}", *arguments))


def look_at_large_account(browser: Browser, folder: Path) -> None:
    """2,000 users and roles by 154 permissions open in two seconds, and scroll."""
    page = folder / "large.html"
    account.write_report(page, folder / "audit.html", 2_000, 154)
    browser.open(page)
    browser.settle()
    timing = browser.js(
        "return Math.max(performance.getEntriesByType('navigation')[0].loadEventEnd,"
        " performance.getEntriesByName('first-contentful-paint')[0].startTime)"
    )
    browser.js("document.querySelector('#expand').click()")
    started = time.monotonic()
    for step in range(40):
        browser.js("document.querySelector('.scroll').scrollTop = arguments[0]", step * 1_700)
        browser.settle()
    frame = (time.monotonic() - started) / 40
    browser.js("const at = document.querySelector('.scroll'); at.scrollTop = at.scrollHeight; at.scrollLeft = at.scrollWidth")
    browser.settle()
    filled(browser, 2_000)
    last = browser.js("return [...document.querySelectorAll('tbody tr[data-at]')].at(-1).dataset.at")
    nodes = browser.js("return document.querySelectorAll('*').length")
    print(f"large account: {page.stat().st_size:,} bytes open in {timing:.0f} ms; {frame * 1000:.0f} ms a jump; {nodes:,} elements")
    assert last == "1999" and timing < 2_000 and nodes < 10_000
    browser.save(SHOTS / "large-1280.png")
    browser.quiet()


def main() -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    browser = Browser()
    with TemporaryDirectory() as name:
        folder = Path(name)
        for look in [look_at_list, look_at_audit, look_at_trail, look_at_hostile_names, look_at_long_words, look_at_large_account]:
            started = time.monotonic()
            look(browser, folder)
            print(f"ok  {look.__name__}  {time.monotonic() - started:.1f} s")
    browser.driver.quit()
    print(f"look at the screenshots in {SHOTS}")


main()
