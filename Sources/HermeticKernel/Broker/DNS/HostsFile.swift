import HermeticPolicy
package import HermeticSession

/// `/etc/hosts` (hosts(5)), from which libc answers without asking anyone.
package struct HostsFile {
  private var file: SystemFile

  package init(_ path: String = "/etc/hosts", trust: SystemFile.Trust = .unlessWritable) {
    file = SystemFile(path, trust: trust)
  }

  /// Remembers the addresses of the names that a policy allows, if the file has changed; cheap, and to
  /// be called before a connection is decided on.
  ///
  /// Nothing is reported: nobody may ever ask for what is in there.
  package mutating func remember(allowedBy image: PolicyImage, now: Int64) {
    guard let text = file.changes(now: now) else { return }
    Self.remember(text, allowedBy: image)
  }

  package static func remember(_ text: [UInt8], allowedBy image: PolicyImage) {
    for line in text.split(separator: 0x0a) {
      let words = line.prefix { $0 != UInt8(ascii: "#") }
        .split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0d }
      var address: IPAddress?
      // Only what is allowed costs more than the question: lists of unwanted hosts are long.
      for word in words.dropFirst() where isAllowed(word, image) {
        address =
          address ?? IPAddress(String(decoding: words[0].prefix { $0 != 0x25 }, as: UTF8.self))
        guard let address else { break }
        // SAFETY: the bytes live as long as the call.
        _ = unsafe word.withUnsafeBufferPointer { unsafe image.admit(address, of: $0) }
      }
    }
  }

  private static func isAllowed(_ word: ArraySlice<UInt8>, _ image: PolicyImage) -> Bool {
    // SAFETY: the bytes live as long as the call.
    unsafe word.withUnsafeBufferPointer { unsafe image.decide(.resolve, on: $0, port: nil) } < 0
  }
}
