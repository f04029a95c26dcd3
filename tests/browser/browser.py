"""Headless Chromium that notices what a report must not do."""

import json
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service


class Browser:
    """A browser with one page at a time."""

    def __init__(self) -> None:
        options = Options()
        options.binary_location = "/usr/bin/chromium"
        for argument in ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]:
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)

    def open(self, page: Path, width: int = 1280, height: int = 900, scheme: str = "light") -> None:
        """Opens a file. A narrow window is that of a phone."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self.devtools("Emulation.setDeviceMetricsOverride", **size)
        self.emulate("screen", scheme)
        self.driver.get_log("browser"), self.driver.get_log("performance")
        self.page = page
        self.driver.get(page.as_uri())

    def devtools(self, command: str, **arguments):
        return self.driver.execute_cdp_cmd(command, arguments)

    def emulate(self, media: str, scheme: str = "light") -> None:
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.devtools("Emulation.setEmulatedMedia", media=media, features=features)

    def js(self, script: str, *arguments):
        return self.driver.execute_script(script, *arguments)

    def type(self, selector: str, text: str) -> None:
        """Types into a field as a person does, in place of what it has."""
        field = self.driver.find_element("css selector", selector)
        field.clear()
        field.send_keys(text)

    def choose(self, selector: str, value: str) -> None:
        script = "const [at, value] = arguments; const field = document.querySelector(at); field.value = value;"
        self.js(script + "for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind))", selector, value)

    def settle(self) -> None:
        """Waits until what was changed is drawn."""
        self.driver.execute_async_script(
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done))"
        )

    def quiet(self) -> None:
        """Fails if the page logged something, or asked for anything but itself."""
        logged = self.driver.get_log("browser")
        assert not logged, f"{self.page.name}: {logged}"
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                url = message["params"]["request"]["url"]
                assert url == self.page.as_uri(), f"{self.page.name} asks for {url}"

    def fits(self) -> None:
        """Fails if the page is wider than its window."""
        widths = self.js("return [document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert widths[0] <= widths[1], f"{self.page.name}: {widths}"

    def save(self, path: Path) -> None:
        self.driver.save_screenshot(str(path))
