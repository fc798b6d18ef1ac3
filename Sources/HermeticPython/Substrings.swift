extension String {
  /// The last place where another text stands in this one.
  ///
  /// The standard library's own search comes with its regular expressions, a megabyte that every
  /// attached interpreter would load.
  func lastRange(ofText text: String) -> Range<Index>? {
    var start = endIndex
    while true {
      if self[start...].hasPrefix(text) {
        return start..<index(start, offsetBy: text.count)
      }
      guard start > startIndex else { return nil }
      start = index(before: start)
    }
  }

  func contains(text: String) -> Bool {
    lastRange(ofText: text) != nil
  }
}
