import Foundation

/// A picture on its way through the pipeline: three bytes a pixel, row by row.
///
/// Python gets a dictionary with the names of the properties, and `pixels` as `bytes` that are not copied.
struct Frame: Codable, Sendable {
  var width: Int
  var height: Int
  var pixels: Data

  var size: String { "\(width)x\(height)" }

  /// The picture as a PPM file, which many programs show.
  var file: Data { Data("P6\n\(width) \(height)\n255\n".utf8) + pixels }

  /// A landscape with a sun, drawn by a formula.
  static func landscape(width: Int, height: Int, sun: Double) -> Frame {
    var pixels = Data(capacity: width * height * 3)
    for row in 0..<height {
      for column in 0..<width {
        let (x, y) = (Double(column) / Double(width), Double(row) / Double(height))
        let isHill = y > 0.7 + 0.1 * sin(x * 9)
        let distance = hypot((x - sun) * Double(width) / Double(height), y - 0.35)
        let color: [Double] =
          isHill
          ? [40, 90 + 60 * y, 50]
          : distance < 0.15 ? [255, 220, 90] : [90 + 120 * y, 150, 230 - 60 * y]
        pixels.append(contentsOf: color.map { UInt8($0) })
      }
    }
    return Frame(width: width, height: height, pixels: pixels)
  }
}
