import CHermetic
import Glibc

// Following paths. The kernel does, in one call, where it can be told to do nothing that would mean something
// else for the broker than for who asks; then all the broker has is a descriptor, of which it asks the path.
// Otherwise the path is walked here, name by name.

extension FileBroker {
  /// Finds what a path leads to, which is there.
  func object(
    _ path: borrowing GivenPath, follows: Bool, _ asker: inout Asker
  ) throws(CallError) -> Place {
    if path.isEmpty {
      return try place(Found(checked(hermetic_duplicate(path.start.number)), self), &asker)
    }
    if let found = try glance(path, path.text, follows ? 0 : O_NOFOLLOW) {
      return try place(found, &asker)
    }
    var walk = try Walk(path, self, asker)
    return try walk.run(path.text, endsAtName: false, follows: follows, self, &asker)
  }

  /// Finds a name that may be there or not; `follows` says whether that of a link is followed.
  func entry(
    _ path: borrowing GivenPath, follows: Bool, _ asker: inout Asker
  ) throws(CallError) -> Place {
    let last = path.last
    let isName = !last.isEmpty && !last.elementsEqual(".".utf8) && !last.elementsEqual("..".utf8)
    if last.count > NAME_MAX { throw CallError(ENAMETOOLONG) }
    let parent = last.isEmpty ? [GivenPath.slash] : Array(path.text[..<last.startIndex])
    let folder = parent.isEmpty ? [UInt8(ascii: "."), 0] : parent + [0]
    let named =
      isName
      ? Array(path.text[last.startIndex...]) : last.isEmpty ? [GivenPath.slash, 0] : last + [0]
    if let found = try glance(path, folder, O_DIRECTORY) {
      let place = try place(found, name: named, isName: isName, &asker)
      guard isName, follows else { return place }
      if try place.facts()?.isLink != true { return place }
    }
    var walk = try Walk(path, self, asker)
    if isName, follows {
      return try walk.run(path.text, endsAtName: true, follows: true, self, &asker)
    }
    let found = try walk.run(folder, endsAtName: false, follows: true, self, &asker).released()
    return try place(Found(found, self), name: named, isName: isName, &asker)
  }

  /// Has the kernel follow a path; nil where it must be walked.
  private func glance(
    _ path: borrowing GivenPath, _ text: [UInt8], _ flags: CInt
  ) throws(CallError) -> Found? {
    let way = path.isAbsolute ? hermetic_in_root : hermetic_beneath
    let start = path.start.number
    let found = unsafe hermetic_pin_along(
      start, text, flags, way.rawValue | hermetic_no_magic.rawValue)
    if found >= 0 {
      let found = try Found(found, self)
      if ProcessFolder(found.path)?.process == ownStatus.process { return nil }
      return consume found
    }
    switch -found {
    case ELOOP, EXDEV, EAGAIN, ENOSYS, EINVAL: return nil
    default: break
    }
    // `/proc/self` is the broker's own there: what was not found across a link may be there all the same.
    let again = unsafe hermetic_pin_along(
      start, text, flags, way.rawValue | hermetic_no_links.rawValue)
    if again >= 0 { return try Found(again, self) }
    if again == found { throw CallError(-found) }
    return nil
  }

  /// What a descriptor stands for, or a name there.
  fileprivate func place(
    _ found: consuming Found, name: [UInt8] = [0], isName: Bool = false, _ asker: inout Asker
  ) throws(CallError) -> Place {
    var path = found.path
    if isName { path += [GivenPath.slash] + Place.withoutSlash(name).dropLast() }
    if path.starts(with: ProcessFolder.top) { try adopt(&path, &asker) }
    return Place(
      found.descriptor, last: name, kind: isName ? .name : name.count > 1 ? .noName : .object,
      path: path)
  }

  /// What an open file is.
  func place(of file: borrowing Descriptor, _ asker: inout Asker) throws(CallError) -> Place {
    try place(Found(checked(hermetic_duplicate(file.number)), self), &asker)
  }

  /// The path that the kernel knows an open file by.
  func realPath(_ descriptor: CInt) throws(CallError) -> [UInt8] {
    let files = ownFiles.number
    let path = unsafe [UInt8](unsafeUninitializedCapacity: Int(PATH_MAX)) { buffer, count in
      guard let start = buffer.baseAddress else { return }
      count = unsafe max(0, hermetic_path_of(files, descriptor, start, buffer.count))
    }
    guard !path.isEmpty, path.count < Int(PATH_MAX) else { throw .refused }
    return path == [GivenPath.slash] ? [] : path
  }

  /// Names a path in `/proc` as rules do: a process knows itself as `self`.
  ///
  /// That of others it may not know.
  private func adopt(_ path: inout [UInt8], _ asker: inout Asker) throws(CallError) {
    guard let folder = ProcessFolder(path) else { return }
    let own = try asker.status().process
    if folder.process == own, !folder.rest.isEmpty {
      path = Array("/proc/self/".utf8) + folder.rest
    } else if folder.process != own, !folder.isTold, !folder.belongs(to: program) {
      throw .refused
    }
  }
}

/// A descriptor, and the path that the kernel knows it by.
private struct Found: ~Copyable {
  let descriptor: Descriptor
  let path: [UInt8]

  init(_ descriptor: consuming Descriptor, _ broker: borrowing FileBroker) throws(CallError) {
    path = try broker.realPath(descriptor.number)
    self.descriptor = descriptor
  }

  init(_ number: CInt, _ broker: borrowing FileBroker) throws(CallError) {
    try self.init(Descriptor(number), broker)
  }
}

extension Place {
  /// Its descriptor alone.
  consuming func released() -> Descriptor { descriptor }
}

/// A path that is walked name by name, each held before the next is looked for.
private struct Walk: ~Copyable {
  private let root: Start
  private let start: CInt
  private var links = 0

  init(_ path: borrowing GivenPath, _ broker: borrowing FileBroker, _ asker: Asker)
    throws(CallError)
  {
    start = path.start.number
    root = try broker.root(of: asker.thread)
  }

  /// Walks to what a path leads to or, where it `endsAtName`, to its last name, which may not be there.
  mutating func run(
    _ text: [UInt8], endsAtName: Bool, follows: Bool, _ broker: borrowing FileBroker,
    _ asker: inout Asker
  ) throws(CallError) -> Place {
    var here = Descriptor(try checked(hermetic_duplicate(start)))
    var rest = Self.components(text)
    var slash = text.count > 1 && text[text.count - 2] == GivenPath.slash
    var mustBeFolder = slash
    while let name = rest.popLast() {
      let isLast = rest.isEmpty
      if name.count > Int(NAME_MAX) + 1 { throw CallError(ENAMETOOLONG) }
      if name == Self.this || name == Self.above {
        // Nothing is above the root.
        let isTop = name == Self.above && hermetic_is_same_place(here.number, root.number)
        let next = unsafe hermetic_pin(here.number, isTop ? Self.this : name, O_DIRECTORY)
        here = Descriptor(try checked(next))
        continue
      }
      let next = Descriptor(unsafe hermetic_pin(here.number, name, O_NOFOLLOW))
      let isMissing = isLast && endsAtName && next.number == -ENOENT
      if !isMissing { try checked(next.number) }
      let facts = isMissing ? nil : try FileFacts(of: next.number)
      guard let facts, facts.isLink, !isLast || follows || mustBeFolder else {
        if isLast, endsAtName {
          let last = slash ? name.dropLast() + [GivenPath.slash, 0] : name
          return try broker.place(Found(here, broker), name: last, isName: true, &asker)
        }
        here = next
        continue
      }
      links += 1
      if links > 40 { throw CallError(ELOOP) }
      if isLast { try ensureFollowed(facts, in: here.number, &asker) }
      guard let target = try target(name, next.number, in: here.number, broker, &asker) else {
        // A process's own: the kernel knows where it leads, and nobody else.
        here = Descriptor(try checked(unsafe hermetic_pin(here.number, name, 0)))
        continue
      }
      if target.count == 1 { throw CallError(ENOENT) }
      if isLast, target[target.count - 2] == GivenPath.slash {
        mustBeFolder = true
        slash = true
      }
      rest += Self.components(target)
      if target[0] == GivenPath.slash {
        here = Descriptor(try checked(hermetic_duplicate(root.number)))
      }
    }
    if mustBeFolder, try !FileFacts(of: here.number).isFolder { throw CallError(ENOTDIR) }
    return try broker.place(Found(here, broker), &asker)
  }

  private static let this = [UInt8(ascii: "."), 0]
  private static let above = [UInt8(ascii: "."), UInt8(ascii: "."), 0]

  /// The names in a path, the last first, each with a null byte.
  private static func components(_ text: [UInt8]) -> [[UInt8]] {
    text.dropLast().split(separator: GivenPath.slash).reversed().map { $0 + [0] }
  }

  /// What a link says, with a null byte; nil where only the kernel can follow it.
  private func target(
    _ name: [UInt8], _ link: CInt, in here: CInt, _ broker: borrowing FileBroker,
    _ asker: inout Asker
  ) throws(CallError) -> [UInt8]? {
    if hermetic_is_of_proc(here) {
      // The root of any such tree has this number.
      if try FileFacts(of: here).inode == 1 {
        let process = try asker.status().process
        if name.elementsEqual("self\0".utf8) { return Array("\(process)\0".utf8) }
        if name.elementsEqual("thread-self\0".utf8) {
          return Array("\(process)/task/\(asker.thread)\0".utf8)
        }
      } else if unsafe hermetic_pin_along(here, name, 0, hermetic_no_magic.rawValue).closed()
        == -ELOOP
      {
        try ensureOwn(here, broker, &asker)
        return nil
      }
    }
    var length = 0
    let text = unsafe [UInt8](unsafeUninitializedCapacity: Int(PATH_MAX)) { buffer, count in
      guard let start = buffer.baseAddress else { return }
      length = unsafe hermetic_link_text(link, [0], start, buffer.count - 1)
      count = max(0, length)
    }
    try checked(length)
    return text + [0]
  }

  /// What belongs to a process is for it and those of its run.
  private func ensureOwn(
    _ here: CInt, _ broker: borrowing FileBroker, _ asker: inout Asker
  ) throws(CallError) {
    guard let folder = ProcessFolder(try broker.realPath(here)) else { throw .refused }
    guard try folder.process == asker.status().process || folder.belongs(to: broker.program) else {
      throw .refused
    }
  }

  /// In folders that anybody may write to, nobody is led by another's links (proc_sys_fs(5),
  /// `protected_symlinks`).
  private func ensureFollowed(
    _ link: FileFacts, in here: CInt, _ asker: inout Asker
  ) throws(CallError) {
    let folder = try FileFacts(of: here)
    guard folder.mode & 0o1002 == 0o1002, link.user != folder.user else { return }
    guard try link.user != asker.status().identity.user, Self.protectsLinks else { return }
    throw .refused
  }

  private static let protectsLinks = TextFile.read("/proc/sys/fs/protected_symlinks").hasPrefix("1")
}

extension CInt {
  /// The same, with the descriptor closed that it is.
  fileprivate func closed() -> CInt {
    if self >= 0 { hermetic_close(self) }
    return self
  }
}
