import SystemPackage

extension Argument {
  /// The words that this process was started with, as bytes.
  package static var ofThisProcess: [Argument] {
    let words = unsafe CommandLine.unsafeArgv
    var found: [Argument] = []
    // SAFETY: the list ends with a null pointer, and its strings live as long as the process.
    while let word = unsafe words[found.count] { unsafe found.append(Argument(copying: word)) }
    return found
  }
}
