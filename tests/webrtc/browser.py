"""Real Chromium pages that join a room with the scripts we ship."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ARGUMENTS = (
    "--no-sandbox",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--mute-audio",
)

_JOIN = """
async ({ url, room, token, publish, prefer }) => {
  const { Room } = await import("/static/js/media/room.js");
  const { open } = await import("/static/js/media/devices.js");
  const { measure } = await import("/static/js/media/quality.js");
  const log = { ended: null, states: [], errors: [], participants: [], viewers: 0 };
  const joined = new Room();
  Object.assign(window, { joined, log, measure });
  joined.on("state", (state) => log.states.push(state));
  joined.on("ended", ({ reason }) => { log.ended = reason; log.endedAt = Date.now(); });
  joined.on("error", (error) => log.errors.push(error.code || String(error)));
  joined.on("participant", ({ change }) => log.participants.push(change));
  joined.on("viewers", (count) => { log.viewers = count; });
  joined.on("track", ({ publication, stream }) => {
    let video = document.getElementById(publication.id);
    if (!video) {
      video = document.body.appendChild(document.createElement("video"));
      video.id = publication.id;
      video.autoplay = true;
    }
    video.srcObject = stream;
  });
  joined.on("untrack", ({ publication }) => {
    const video = document.getElementById(publication.id);
    if (video) video.remove();
  });
  const stream = publish ? await open() : null;
  try {
    await joined.join({ url, room, token, stream, prefer });
    return "joined";
  } catch (error) {
    return error.code || String(error);
  }
}
"""

_RECEIVED = """
async () => {
  const result = [];
  for (const whep of joined.watchers.values()) {
    const { framesDecoded, audioEnergy, quality, rttMs } = await measure(whep.connection);
    result.push({ framesDecoded, audioEnergy, quality, rttMs, state: whep.state });
  }
  return result;
}
"""


class RoomPage:
    """A page in a room."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def join(self, url: str, room: str, token: str, **options: Any) -> str:
        """Join and return "joined", or the code of the refusal."""
        arguments = {"url": url, "room": room, "token": token, "publish": True} | options
        return str(self.page.evaluate(_JOIN, arguments))

    def received(self) -> list[dict[str, Any]]:
        """What arrives, one entry per publication watched."""
        found: list[dict[str, Any]] = self.page.evaluate(_RECEIVED)
        return found

    def wait_for_pictures(self, count: int, frames: int = 5, timeout_s: float = 15.0) -> None:
        """Wait until `count` publications are decoded, with sound."""
        live = self.page.evaluate(
            """async ([count, frames, limit]) => {
              const until = Date.now() + limit;
              let live = 0;
              while (live < count && Date.now() < until) {
                await new Promise((resolve) => setTimeout(resolve, 50));
                const watchers = Array.from(joined.watchers.values());
                const all = await Promise.all(watchers.map((one) => measure(one.connection)));
                const isLive = (one) => one.framesDecoded >= frames && one.audioEnergy > 0;
                live = all.filter(isLive).length;
              }
              return live;
            }""",
            [count, frames, timeout_s * 1000],
        )
        assert live >= count, f"{live} of {count} arrive: {self.received()} {self.log('errors')}"

    def log(self, name: str) -> Any:
        """What the page has noted under a name."""
        return self.page.evaluate("(name) => log[name]", name)

    def wait_for(self, expression: str, timeout_s: float = 10.0) -> None:
        """Wait until an expression over `joined` and `log` is true."""
        self.page.wait_for_function(expression, timeout=timeout_s * 1000, polling=20)


class Chromium:
    """A browser; each person gets a context of their own."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self.origin = ""
        """Where the next pages come from."""

    def close_pages(self) -> None:
        """Close everyone's pages."""
        for context in self._browser.contexts:
            context.close()

    def open(self) -> RoomPage:
        """Open a page of a new person."""
        context = self._browser.new_context(permissions=["camera", "microphone"], locale="zh-CN")
        page = context.new_page()
        page.goto(self.origin + "/room")
        return RoomPage(page)


@contextmanager
def chromium() -> Iterator[Chromium]:
    """Start the browser of this machine."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=list(ARGUMENTS)
        )
        try:
            yield Chromium(browser)
        finally:
            browser.close()
