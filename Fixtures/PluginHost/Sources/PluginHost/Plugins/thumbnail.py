"""Opens pictures, small."""


def open(path, width):
    """The picture in a PPM file (P6, 8 bits a channel), scaled down to a width by averaging."""
    full_width, full_height, pixels = _read(path)
    factor = max(1, full_width // width)
    width, height = full_width // factor, full_height // factor
    small = bytearray()
    for row in range(height):
        for column in range(width):
            block = [
                (y * full_width + x) * 3
                for y in range(row * factor, (row + 1) * factor)
                for x in range(column * factor, (column + 1) * factor)
            ]
            for channel in range(3):
                small.append(sum(pixels[index + channel] for index in block) // len(block))
    return {"width": width, "height": height, "pixels": bytes(small)}


def _read(path):
    import io

    with io.open(path, "rb") as file:
        header, size, most = (file.readline().strip() for _ in range(3))
        if header != b"P6" or most != b"255":
            raise ValueError(f"{path}: not a PPM file with 8 bits a channel")
        width, height = map(int, size.split())
        pixels = file.read()
    if len(pixels) != width * height * 3:
        raise ValueError(f"{path}: {len(pixels)} bytes for {width}x{height} pixels")
    return width, height, pixels
