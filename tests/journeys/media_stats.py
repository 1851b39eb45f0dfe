"""What a browser really receives: decoded frames and audio energy, from `getStats`."""

from playwright.sync_api import Page

COLLECT_PEERS = """
(() => {
  const Real = window.RTCPeerConnection;
  window.journeyPeers = [];
  window.RTCPeerConnection = class extends Real {
    constructor(...words) { super(...words); window.journeyPeers.push(this); }
  };
})();
"""
"""Runs before a page's own scripts; the connections themselves stay the browser's."""

RECEIVED = """
async () => {
  const sum = { frames: 0, energy: 0 };
  for (const peer of window.journeyPeers || []) {
    if (peer.connectionState === "closed") continue;
    for (const report of (await peer.getStats()).values()) {
      if (report.type !== "inbound-rtp") continue;
      sum.frames += report.framesDecoded || 0;
      sum.energy += report.totalAudioEnergy || 0;
    }
  }
  return sum;
}
"""

ADVANCES = f"""
async ([frames, energy]) => {{
  const now = await ({RECEIVED.strip()})();
  return now.frames > frames + 20 && now.energy > energy;
}}
"""


def received(page: Page) -> dict[str, float]:
    """Frames decoded and audio energy received so far."""
    found: dict[str, float] = page.evaluate(RECEIVED)
    return found


def hears_and_sees(page: Page, *, seconds: float = 30) -> None:
    """Wait until twenty more frames are decoded and more sound has arrived than now."""
    before = received(page)
    page.wait_for_function(
        ADVANCES, arg=[before["frames"], before["energy"]], timeout=seconds * 1000, polling=250
    )


SEES = f"""
async (frames) => (await ({RECEIVED.strip()})()).frames > frames + 20
"""


def sees(page: Page, *, seconds: float = 30) -> None:
    """Wait until twenty more frames are decoded than now."""
    page.wait_for_function(SEES, arg=received(page)["frames"], timeout=seconds * 1000, polling=250)
