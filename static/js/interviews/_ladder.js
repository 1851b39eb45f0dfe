/**
 * The ladder of a weak line: after some seconds of a poor line one's own picture goes, the voice stays;
 * after a longer while of a good line it comes back by itself. What the person chose by hand is left alone.
 */
const DOWN_AFTER_MS = 8000;
const UP_AFTER_MS = 20000;

export class Ladder {
  /** `pictureOff` returns whether there was a picture to switch off. */
  constructor({ pictureOff, pictureBack }) {
    this.pictureOff = pictureOff;
    this.pictureBack = pictureBack;
    this.isDown = false;
    this.timer = null;
  }

  /** The line's quality changed: "good", "fair" or "poor". */
  hear(quality) {
    clearTimeout(this.timer);
    if (quality === "poor" && !this.isDown) {
      this.timer = setTimeout(() => {
        this.isDown = this.pictureOff();
      }, DOWN_AFTER_MS);
    } else if (quality === "good" && this.isDown) {
      this.timer = setTimeout(() => {
        this.isDown = false;
        this.pictureBack();
      }, UP_AFTER_MS);
    }
  }

  /** From now on the picture is the person's own affair until the next poor line. */
  chosenByHand() {
    clearTimeout(this.timer);
    this.isDown = false;
  }
}
