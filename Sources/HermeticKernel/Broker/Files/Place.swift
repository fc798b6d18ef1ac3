import CHermetic
import Glibc

/// A place in the tree of files: a name in a folder, or, without a name, what a descriptor stands for.
///
/// The descriptor gives no right but to start from there, and what it stands for does not change.
struct Place: ~Copyable {
  let descriptor: Descriptor
  /// Ends with a null byte, and may have a slash before it; `.`, `..` and `/` where there is no name to speak
  /// of, as calls on it need it to fail as they should.
  let last: [UInt8]
  let kind: Kind
  /// The path that the kernel knows it by: absolute, without links, empty for the root; not absolute for what
  /// is no file: `pipe:[1]`.
  let path: [UInt8]

  enum Kind: Hashable {
    /// What the descriptor stands for.
    case object
    /// A name in it.
    case name
    /// `.`, `..` or the root, where a name should be.
    case noName
  }

  var number: CInt { descriptor.number }
  var isName: Bool { kind == .name }

  init(_ descriptor: consuming Descriptor, last: [UInt8], kind: Kind, path: [UInt8]) {
    self.descriptor = descriptor
    self.last = last
    self.kind = kind
    self.path = path
  }

  /// What is known of it; nil where nothing has that name.
  func facts() throws(CallError) -> FileFacts? {
    var facts = hermetic_file_facts()
    var name: [UInt8] = [0]
    if kind == .name { name = Self.withoutSlash(last) }
    let result = unsafe hermetic_learn_file(number, name, &facts)
    if result == -ENOENT { return nil }
    try checked(result)
    return FileFacts(facts)
  }

  /// What is known of what is there for sure.
  func existingFacts() throws(CallError) -> FileFacts {
    guard let facts = try facts() else { throw CallError(ENOENT) }
    return facts
  }

  /// A name without the slash that may follow it, by which a link would be followed.
  static func withoutSlash(_ name: [UInt8]) -> [UInt8] {
    guard name.count > 2, name[name.count - 2] == GivenPath.slash else { return name }
    return name.dropLast(2) + [0]
  }

  /// The same without its null byte.
  var name: [UInt8] { Self.withoutSlash(last).dropLast() }
  var endsWithSlash: Bool { last.count > 2 && last[last.count - 2] == GivenPath.slash }
}

/// What is known of a file.
struct FileFacts {
  private let facts: hermetic_file_facts

  init(_ facts: hermetic_file_facts) {
    self.facts = facts
  }

  /// Of what a descriptor stands for.
  init(of descriptor: CInt) throws(CallError) {
    var facts = hermetic_file_facts()
    try checked(unsafe hermetic_learn_file(descriptor, [0], &facts))
    self.facts = facts
  }

  var type: UInt32 { facts.mode & UInt32(S_IFMT) }
  var isFolder: Bool { type == UInt32(S_IFDIR) }
  var isLink: Bool { type == UInt32(S_IFLNK) }
  var isRegular: Bool { type == UInt32(S_IFREG) }
  var isPipe: Bool { type == UInt32(S_IFIFO) }
  var isDevice: Bool { type == UInt32(S_IFCHR) || type == UInt32(S_IFBLK) }
  var hasNoName: Bool { facts.links == 0 }
  var mode: UInt32 { facts.mode }
  var user: UInt32 { facts.user }
  var inode: UInt64 { facts.inode }
  var device: UInt64 { facts.device }
  /// Which device it stands for.
  var special: (major: UInt32, minor: UInt32) {
    let number = facts.special_device
    return (
      UInt32(truncatingIfNeeded: number >> 8 & 0xfff | number >> 32 & 0xffff_f000),
      UInt32(truncatingIfNeeded: number & 0xff | number >> 12 & 0xffff_ff00)
    )
  }
}
