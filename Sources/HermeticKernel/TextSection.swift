/// Lines under a title, in columns.
package struct TextSection: Hashable, Sendable {
  package let title: String
  /// The cells of each line; what is in a line by itself takes no part in the columns.
  package var rows: [[String]]

  package init(_ title: String, _ rows: [[String]] = []) {
    self.title = title
    self.rows = rows
  }
}

extension TextSection: CustomStringConvertible {
  package var description: String {
    var widths: [Int] = []
    for row in rows where row.count > 1 {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], cell.count)
      }
    }
    let lines = rows.map { row in
      var line = "  "
      for (column, cell) in row.enumerated() {
        line += cell
        guard column + 1 < row.count else { break }
        line += String(repeating: " ", count: widths[column] - cell.count + 2)
      }
      return line
    }
    return ([title] + lines).joined(separator: "\n")
  }
}
