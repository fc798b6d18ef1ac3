import CHermetic
import Glibc

// Names in folders: made, removed, moved. What fails for another reason is not refused: an error is the
// kernel's where it would be, and the question comes behind.

extension FileBroker {
  func makeFolder(
    _ path: borrowing GivenPath, mode: mode_t, _ asker: inout Asker
  ) throws(CallError) {
    let place = try entry(path, follows: false, &asker)
    let (number, name) = (place.number, place.last)
    if place.isName {
      if try place.facts() != nil { throw CallError(EEXIST) }
      let isCache = place.name.elementsEqual("__pycache__".utf8)
      try ask(isCache ? .cache : .folder, place, nil, asker)
    }
    _ = try making(&asker) { unsafe hermetic_make_folder(number, name, mode) }
  }

  func makeNode(
    _ path: borrowing GivenPath, mode: mode_t, device: UInt64, _ asker: inout Asker
  ) throws(CallError) {
    let place = try newName(path, .change, &asker)
    let (number, name) = (place.number, place.last)
    _ = try making(&asker) { unsafe hermetic_make_node(number, name, mode, device) }
  }

  func makeLink(
    _ path: borrowing GivenPath, to target: [UInt8], _ asker: inout Asker
  ) throws(CallError) {
    let place = try newName(path, .symlink, &asker)
    try asker.ensureWaiting()
    try checked(unsafe hermetic_make_link(target, place.number, place.last))
  }

  /// Finds a name that is not there yet, and asks.
  private func newName(
    _ path: borrowing GivenPath, _ use: FileUse, _ asker: inout Asker
  ) throws(CallError) -> Place {
    let place = try entry(path, follows: false, &asker)
    guard place.isName else { return place }
    if try place.facts() != nil { throw CallError(EEXIST) }
    if place.endsWithSlash { throw CallError(ENOENT) }
    try ask(use, place, nil, asker)
    return place
  }

  func remove(
    _ path: borrowing GivenPath, flags: CInt, _ asker: inout Asker
  ) throws(CallError) {
    let place = try entry(path, follows: false, &asker)
    if place.isName {
      let facts = try place.existingFacts()
      if !facts.isFolder, place.endsWithSlash || flags & AT_REMOVEDIR != 0 {
        throw CallError(ENOTDIR)
      }
      if facts.isFolder, flags & AT_REMOVEDIR == 0 { throw CallError(EISDIR) }
      try ask(facts.isFolder ? .folder : .change, place, facts, asker)
    }
    try asker.ensureWaiting()
    try checked(unsafe hermetic_remove_name(place.number, place.last, flags))
  }

  func move(
    _ from: borrowing GivenPath, _ to: borrowing GivenPath, flags: UInt32, _ asker: inout Asker
  ) throws(CallError) {
    let old = try entry(from, follows: false, &asker)
    let new = try entry(to, follows: false, &asker)
    guard old.isName else { throw CallError(EBUSY) }
    guard new.isName else { throw CallError(flags & Self.keepsNew != 0 ? EEXIST : EBUSY) }
    let facts = try old.existingFacts()
    let there = try new.facts()
    if flags & Self.keepsNew != 0, there != nil { throw CallError(EEXIST) }
    if flags & Self.exchanges != 0, there == nil { throw CallError(ENOENT) }
    let what = Moved(facts)
    let other = flags & Self.exchanges != 0 ? there.map(Moved.init) ?? what : what
    if !facts.isFolder, old.endsWithSlash || flags & Self.exchanges == 0 && new.endsWithSlash {
      throw CallError(ENOTDIR)
    }
    let isTree = what == .tree || other == .tree
    try ask(moving: old.path, to: new.path, isTree ? .tree : what, asker)
    if flags & Self.exchanges != 0 {
      try ask(moving: new.path, to: old.path, isTree ? .tree : other, asker)
    }
    try asker.ensureWaiting()
    try checked(
      unsafe hermetic_move_name(old.number, old.last, new.number, new.last, flags))
  }

  // RENAME_NOREPLACE and RENAME_EXCHANGE
  private static let keepsNew: UInt32 = 1
  private static let exchanges: UInt32 = 2

  /// Gives a file another name.
  func link(
    _ from: borrowing GivenPath, _ to: borrowing GivenPath, flags: CInt, _ asker: inout Asker
  ) throws(CallError) {
    let old = try object(from, follows: flags & AT_SYMLINK_FOLLOW != 0, &asker)
    let new = try entry(to, follows: false, &asker)
    if new.isName {
      if try new.facts() != nil { throw CallError(EEXIST) }
      if new.endsWithSlash { throw CallError(ENOENT) }
      let facts = try old.existingFacts()
      if facts.isFolder { throw CallError(EPERM) }
      if facts.hasNoName {
        // It is the program's own, and has no name yet.
        try ask(.change, new, nil, asker)
      } else {
        try ask(moving: old.path, to: new.path, Moved(facts), asker)
      }
    }
    try asker.ensureWaiting()
    try checked(
      unsafe hermetic_link_again(ownFiles.number, old.number, new.number, new.last))
  }
}
