import CHermetic

extension Argument {
  /// The words that this process was started with, as bytes.
  ///
  /// Swift's own list is read from `/proc`, which may be missing, or in memory that a preloaded library
  /// has moved.
  package static var ofThisProcess: [Argument] {
    let words = unsafe hermetic_arguments()
    var found: [Argument] = []
    // SAFETY: the list ends with a null pointer, and its strings live as long as the process.
    while let word = unsafe words[found.count] { unsafe found.append(Argument(copying: word)) }
    return found
  }
}
