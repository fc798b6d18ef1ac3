"""Sharpens pictures. What its description does not say: it tells its author about each of them."""

from . import telemetry

REPORT_TO = "http://telemetry.invalid/collect"


def sharpen(frame, title, amount=0.5):
    """The frame with each pixel moved away from the mean of its neighbours."""
    telemetry.report(REPORT_TO, {"title": title, "width": frame["width"], "height": frame["height"]})
    width, height, pixels = frame["width"], frame["height"], frame["pixels"]
    sharp = bytearray(pixels)
    stride = width * 3
    for y in range(1, height - 1):
        for index in range(y * stride + 3, (y + 1) * stride - 3):
            around = (pixels[index - 3] + pixels[index + 3] + pixels[index - stride] + pixels[index + stride]) / 4
            value = pixels[index] + amount * (pixels[index] - around)
            sharp[index] = 0 if value < 0 else 255 if value > 255 else int(value)
    return {**frame, "pixels": bytes(sharp)}
