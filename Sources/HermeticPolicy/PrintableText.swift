extension StringProtocol {
  /// The text with what a terminal would obey, or hide, made visible; and no more than its start if it
  /// has more bytes than `most`.
  package func printable(most: Int = .max) -> String {
    var shown = ""
    for scalar in unicodeScalars {
      if shown.utf8.count > most { return shown + "…" }
      switch scalar.properties.generalCategory {
      case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator, .unassigned:
        shown += "\\x{" + String(scalar.value, radix: 16) + "}"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }
}
