import HermeticPolicy

/// What is wrong with what a run is to be held to, and where.
struct ConfigurationError: Error, CustomStringConvertible {
  /// A file's path, or a flag with its value.
  let subject: String
  /// Counted from one; nil for a flag, and where it is the file as a whole.
  let line: Int?
  let message: String

  /// What is wrong with a line of a file, or with all of it.
  init(file: String, line: Int? = nil, _ message: String) {
    subject = file
    self.line = line
    self.message = message
  }

  /// What is wrong with a flag.
  init(flag: String, _ message: String) {
    subject = flag
    line = nil
    self.message = message
  }

  /// Files may say anything, also what a terminal would obey.
  var description: String {
    [subject, line.map(String.init), " " + message].compactMap { $0 }.joined(separator: ":")
      .printable()
  }
}

extension String {
  /// The text in quotes for a message; no more than its start if it is long.
  var quoted: String { "'\(printable(most: 60))'" }
}

extension [String] {
  /// The word that someone may have meant by another, as a clause to end an error with; empty where none
  /// is near.
  func suggestion(for word: String) -> String {
    let most = Swift.max(1, word.utf8.count / 3)
    guard word.utf8.count <= 60 else { return "" }
    let near = filter { abs($0.utf8.count - word.utf8.count) <= most }
      .map { (word: $0, distance: editDistance($0, word)) }
      .filter { $0.distance <= most }
      .min { $0.distance < $1.distance }
    return near.map { "; did you mean \($0.word.quoted)?" } ?? ""
  }
}

/// How many letters must be put in, left out, replaced or swapped with the next to make one word of
/// another (optimal string alignment).
private func editDistance(_ first: String, _ second: String) -> Int {
  let (a, b) = (Array(first.utf8), Array(second.utf8))
  var (rowBefore, row) = ([Int](), Array(0...b.count))
  for (i, letter) in a.enumerated() {
    var next = [i + 1]
    for (j, other) in b.enumerated() {
      var cost = letter == other ? row[j] : 1 + Swift.min(row[j], next[j], row[j + 1])
      if i > 0, j > 0, letter == b[j - 1], a[i - 1] == other {
        cost = Swift.min(cost, rowBefore[j - 1] + 1)
      }
      next.append(cost)
    }
    (rowBefore, row) = (row, next)
  }
  return row[b.count]
}
