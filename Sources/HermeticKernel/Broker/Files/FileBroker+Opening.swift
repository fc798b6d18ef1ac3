import CHermetic
import Glibc
import HermeticSession

extension FileBroker {
  static let temporary = CInt(hermetic_temporary) | O_DIRECTORY

  /// Opens a file, if it may be opened.
  func open(
    _ path: borrowing GivenPath, flags: CInt, mode: mode_t, _ asker: inout Asker
  ) throws(CallError) -> Answer {
    // Nobody can be given such a descriptor. It says where a file is, and no filter asks about it.
    guard flags & CInt(hermetic_path_only) == 0 else { throw .refused }
    let creates = flags & O_CREAT != 0 && flags & Self.temporary != Self.temporary
    // A link may be put where there was none, or the other way round, while we look.
    for _ in 0..<100 {
      let place =
        creates
        ? try entry(path, follows: flags & (O_NOFOLLOW | O_EXCL) == 0, &asker)
        : try object(path, follows: flags & O_NOFOLLOW == 0, &asker)
      guard creates, place.kind != .object else {
        return try open(object: place, path, flags, mode, &asker)
      }
      if let answer = try create(place, path, flags, mode, &asker) { return answer }
    }
    throw CallError(ELOOP)
  }

  // MARK: What is there

  private func open(
    object place: consuming Place, _ path: borrowing GivenPath, _ flags: CInt, _ mode: mode_t,
    _ asker: inout Asker
  ) throws(CallError) -> Answer {
    let facts = try place.existingFacts()
    if flags & O_DIRECTORY != 0, !facts.isFolder { throw CallError(ENOTDIR) }
    if facts.isLink { throw CallError(ELOOP) }
    if facts.isFolder, flags & O_CREAT != 0, flags & Self.temporary != Self.temporary {
      throw CallError(EISDIR)
    }
    try ask(linkTo: place, path, &asker)
    try ask(opening: place, facts, flags, &asker)
    if flags & Self.temporary == Self.temporary {
      let number = place.number
      let opened = try making(&asker) {
        unsafe hermetic_open_name(number, [UInt8(ascii: "."), 0], flags, mode & 0o7777)
      }
      return .file(Descriptor(opened), closesAtExec: flags & O_CLOEXEC != 0)
    }
    // It is what it is, and it is there.
    return try open(place.released(), facts, flags, asker)
  }

  /// Opens what is held.
  private func open(
    _ held: consuming Descriptor, _ facts: FileFacts, _ flags: CInt, _ asker: Asker
  ) throws(CallError) -> Answer {
    let flags = flags & ~(O_NOFOLLOW | O_CREAT)
    if flags & O_TRUNC != 0 { try asker.ensureWaiting() }
    if facts.isPipe { slow.endAbandoned() }
    if facts.isRegular {
      return try open(regular: held, flags, asker)
    }
    if facts.isPipe || facts.isDevice, flags & O_NONBLOCK == 0 {
      if facts.isDevice, let terminal = try terminal(facts, asker) {
        return try opened(again: terminal, flags)
      }
      // The one that writes may wait for one that reads, for ever.
      if facts.isPipe || !Self.opensAtOnce(facts) { return try slow.open(held, flags, asker.call) }
    } else if facts.isDevice, let terminal = try terminal(facts, asker) {
      return try opened(again: terminal, flags)
    }
    return try opened(again: held, flags)
  }

  private func opened(
    again held: borrowing Descriptor, _ flags: CInt
  ) throws(CallError) -> Answer {
    let number = try checked(hermetic_open_again(ownFiles.number, held.number, flags))
    return .file(Descriptor(number), closesAtExec: flags & O_CLOEXEC != 0)
  }

  /// A lease on a file (fcntl(2)) would have the broker wait for whoever holds it.
  private func open(
    regular held: consuming Descriptor, _ flags: CInt, _ asker: Asker
  ) throws(CallError) -> Answer {
    let number = hermetic_open_again(ownFiles.number, held.number, flags | O_NONBLOCK)
    if number == -EWOULDBLOCK, flags & O_NONBLOCK == 0 {
      return try slow.open(held, flags, asker.call)
    }
    let opened = Descriptor(try checked(number))
    if flags & O_NONBLOCK == 0 { try checked(hermetic_clear_flags(opened.number, O_NONBLOCK)) }
    return .file(opened, closesAtExec: flags & O_CLOEXEC != 0)
  }

  // MARK: What may not be there

  /// Nil where it has become something else meanwhile.
  private func create(
    _ place: consuming Place, _ path: borrowing GivenPath, _ flags: CInt, _ mode: mode_t,
    _ asker: inout Asker
  ) throws(CallError) -> Answer? {
    // What fails for these reasons is not refused.
    guard place.isName else { throw CallError(flags & O_EXCL != 0 ? EEXIST : EISDIR) }
    if place.endsWithSlash { throw CallError(EISDIR) }
    let facts = try place.facts()
    if facts != nil, flags & O_EXCL != 0 { throw CallError(EEXIST) }
    if let facts, facts.isLink {
      if flags & O_NOFOLLOW != 0 { throw CallError(ELOOP) }
      return nil
    }
    try ask(linkTo: place, path, &asker)
    try ask(opening: place, facts, flags, &asker)
    let number = place.number
    let name = place.last
    if let facts, facts.isPipe || facts.isDevice {
      let held = Descriptor(try checked(unsafe hermetic_pin(number, name, O_NOFOLLOW)))
      let found = try FileFacts(of: held.number)
      guard found.inode == facts.inode, found.device == facts.device else { return nil }
      return try open(held, found, flags, asker)
    }
    let created: CInt
    do throws(CallError) {
      created = try making(&asker) {
        unsafe hermetic_open_name(number, name, flags | O_NOFOLLOW | O_NONBLOCK, mode & 0o7777)
      }
    } catch {
      switch error.errno {
      // A link, or a pipe that nobody reads.
      case ELOOP where flags & O_NOFOLLOW == 0: return nil
      case ENXIO where try place.facts()?.isPipe ?? true: return nil
      case EWOULDBLOCK where flags & O_NONBLOCK == 0:
        let held = Descriptor(try checked(unsafe hermetic_pin(number, name, O_NOFOLLOW)))
        guard try FileFacts(of: held.number).isRegular else { return nil }
        return try slow.open(held, flags & ~(O_NOFOLLOW | O_CREAT), asker.call)
      default: throw error
      }
    }
    let opened = Descriptor(created)
    guard try FileFacts(of: opened.number).isRegular else { return nil }
    if flags & O_NONBLOCK == 0 { try checked(hermetic_clear_flags(opened.number, O_NONBLOCK)) }
    return .file(opened, closesAtExec: flags & O_CLOEXEC != 0)
  }

  // MARK: Questions

  private func ask(
    opening place: borrowing Place, _ facts: FileFacts?, _ flags: CInt, _ asker: inout Asker
  ) throws(CallError) {
    if let facts, standard.holds(facts, flags: flags) { return }
    let isTemporary = flags & Self.temporary == Self.temporary
    if flags & O_ACCMODE != O_RDONLY || flags & (O_CREAT | O_TRUNC) != 0 || isTemporary {
      let isCache = Self.isModuleCache(place, flags)
      try ask(isCache ? .cache : .write, place, facts, asker)
    }
    if flags & O_ACCMODE != O_WRONLY {
      let isFolder = facts?.isFolder ?? false
      try ask(isFolder && !isTemporary ? .list : .read, place, facts, asker)
    }
  }

  /// Asks about a name that leads elsewhere.
  private func ask(
    linkTo place: borrowing Place, _ path: borrowing GivenPath, _ asker: inout Asker
  ) throws(CallError) {
    guard judge.image.refusesGlobs else { return }
    let found = place.path.lastIndex(of: GivenPath.slash).map { place.path[($0 + 1)...] }
    let given = path.last
    if let found, found.elementsEqual(given) { return }
    if given.isEmpty || given.elementsEqual(".".utf8) || given.elementsEqual("..".utf8) { return }
    // The name itself, wherever it is, if it still is there.
    guard let link = try? entry(path, follows: false, &asker), link.isName else { return }
    try ask(.link, atPath: link.path, asker)
  }

  /// Whether a name is that which importlib gives a compiled module before it is whole:
  /// `name.cpython-313.pyc.140123`.
  private static func isModuleCache(_ place: borrowing Place, _ flags: CInt) -> Bool {
    guard flags & (O_CREAT | O_EXCL) == O_CREAT | O_EXCL, place.isName else { return false }
    let name = place.name
    guard let end = name.lastIndex(of: UInt8(ascii: ".")) else { return false }
    return name[..<end].suffix(4).elementsEqual(".pyc".utf8) && end >= 5
      && name[(end + 1)...].allSatisfy { 0x30...0x39 ~= $0 }
  }

  // MARK: Devices

  /// Whether opening a device never takes long.
  private static func opensAtOnce(_ facts: FileFacts) -> Bool {
    guard facts.type == UInt32(S_IFCHR) else { return false }
    // Memory and randomness; `/dev/ptmx`; pseudoterminals (the kernel's devices.txt).
    let (major, minor) = facts.special
    return major == 1 || major == 5 && minor == 2 || 136...143 ~= major
  }

  /// The terminal that `/dev/tty` is for a process, where that is another than the broker's; nil where the
  /// broker can open the device itself.
  private func terminal(_ facts: FileFacts, _ asker: Asker) throws(CallError) -> Descriptor? {
    guard facts.type == UInt32(S_IFCHR), facts.special == (5, 0) else { return nil }
    let number = Self.terminal(of: asker.thread)
    if number == 0 { throw CallError(ENXIO) }
    if number == Self.terminal(of: ownStatus.process) { return nil }
    let major = number >> 8 & 0xfff
    let minor = number & 0xff | number >> 12 & 0xfff00
    let name: String
    switch major {
    case 136...143: name = "/dev/pts/\((major - 136) << 8 | minor)"
    case 4 where minor < 64: name = "/dev/tty\(minor)"
    default: throw CallError(ENXIO)
    }
    let root = try root(of: asker.thread)
    let held = Descriptor(
      try checked(
        unsafe hermetic_pin_along(
          root.number, Array(name.utf8) + [0], 0,
          hermetic_in_root.rawValue | hermetic_no_magic.rawValue)))
    let found = try FileFacts(of: held.number)
    guard found.type == UInt32(S_IFCHR), found.special == (major, minor) else {
      throw CallError(ENXIO)
    }
    return held
  }

  /// The number of a process's controlling terminal (proc_pid_stat(5)); zero where it has none.
  private static func terminal(of thread: CInt) -> UInt32 {
    // The command comes in brackets, and may have any character in it.
    let text = TextFile.read("/proc/\(thread)/stat", most: 1024)
    guard let end = text.lastIndex(of: ")") else { return 0 }
    let words = text[end...].split(separator: " ")
    return words.count > 5 ? UInt32(bitPattern: Int32(words[5]) ?? 0) : 0
  }
}
