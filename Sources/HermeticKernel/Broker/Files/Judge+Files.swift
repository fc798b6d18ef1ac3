import Glibc
import HermeticPolicy
import HermeticSession

/// What a file is wanted for.
enum FileUse {
  case read, list, write
  /// Changing what stands at a path, or what is known of it, as against writing into it.
  case change
  /// Making or removing a folder there.
  case folder
  /// Making a symbolic link there.
  case symlink
  /// Reading through a link, asked of the link itself: whether a rule refuses what goes by that name.
  case link
  /// Writing what Python does without: a refusal is no violation.
  case cache

  fileprivate var action: Action {
    switch self {
    case .read, .link: .readFile
    case .list: .listFiles
    case .write, .change, .folder, .symlink, .cache: .writeFile
    }
  }
}

/// What is moved or linked: nothing can be below a file, and a symbolic link leads elsewhere.
enum Moved {
  case tree, file, link

  init(_ facts: FileFacts) {
    self = facts.isLink ? .link : facts.isRegular ? .file : .tree
  }
}

// The same questions as in the guards of libc's calls, in the same order.

extension FileBroker {
  /// Asks about a place that was found.
  func ask(_ use: FileUse, _ place: borrowing Place, _ facts: FileFacts?, _ asker: Asker)
    throws(CallError)
  {
    var path = place.path
    if place.kind == .object {
      // A pipe, a socket, memory: in no folder.
      if !path.isEmpty, path[0] != GivenPath.slash { return }
      if facts?.hasNoName ?? false, path.starts(with: "/memfd:".utf8) { return }
      // What had a name when it could be refused by that is not free for having lost it.
      if path.suffix(Self.deleted.count).elementsEqual(Self.deleted) {
        if facts?.hasNoName == false { try ask(use, atPath: path, asker) }
        path.removeLast(Self.deleted.count)
      }
    }
    try ask(use, atPath: path, asker)
  }

  private static let deleted = Array(" (deleted)".utf8)

  func ask(_ use: FileUse, atPath path: [UInt8], _ asker: Asker) throws(CallError) {
    let image = judge.image
    let verdict = unsafe path.withUnsafeBufferPointer { text in
      let verdict = unsafe self.verdict(
        use.action, text,
        changes: use == .symlink || use == .folder || use == .change, isFolder: use == .folder)
      return unsafe use == .symlink && verdict < 0 ? image.refusal(linkAt: text) : verdict
    }
    guard verdict >= 0 else { return }
    // What a link leads to is asked about as well.
    if use == .link, image.isDefault(verdict, of: use.action) { return }
    if use == .cache {
      if image.settings.onViolation != .log { throw .refused }
      return
    }
    try refuse(use.action, path, verdict, asker)
  }

  private func verdict(
    _ action: Action, _ path: UnsafeBufferPointer<UInt8>, changes: Bool, isFolder: Bool = false
  ) -> PolicyImage.Verdict {
    let image = judge.image
    // Devices may be written to, for nothing changes; but they stay what they are.
    let isDevice =
      unsafe path.starts(with: "/dev/".utf8) && !path.starts(with: "/dev/shm/".utf8)
    if changes, isDevice {
      let verdict = image.defaultVerdict(.writeFile)
      if verdict >= 0 { return verdict }
    }
    return unsafe image.decide(action, onPath: path, isFolder: isFolder)
  }

  private func refuse(
    _ action: Action, _ path: some Collection<UInt8>, _ verdict: PolicyImage.Verdict, _ asker: Asker
  ) throws(CallError) {
    let shown = path.isEmpty ? "/" : String(decoding: path, as: UTF8.self)
    if judge.refuses(action, on: shown, verdict, by: asker.thread) { throw .refused }
  }

  /// Asks whether something may be known by another path too (a hard link) or instead: what is refused at the
  /// old path must not be allowed at the new one.
  func ask(moving old: [UInt8], to new: [UInt8], _ what: Moved, _ asker: Asker) throws(CallError) {
    let image = judge.image
    var isCopy = false
    let refusal = unsafe old.withUnsafeBufferPointer { old in
      unsafe new.withUnsafeBufferPointer { new in
        unsafe firstRefusal(image, old, new, what, &isCopy)
      }
    }
    if let (action, isOld, verdict) = refusal {
      try refuse(action, isOld ? old : new, verdict, asker)
    }
    // As between two filesystems: who moves folders copies then, and each file is asked about.
    if isCopy, image.settings.onViolation != .log { throw CallError(EXDEV) }
  }

  /// The refusal of a move, and of which end; where there is none, whether folders must be copied.
  private func firstRefusal(
    _ image: PolicyImage, _ old: UnsafeBufferPointer<UInt8>, _ new: UnsafeBufferPointer<UInt8>,
    _ what: Moved, _ isCopy: inout Bool
  ) -> (Action, isOld: Bool, PolicyImage.Verdict)? {
    // Both ends change.
    let isTree = what == .tree
    let leaves = unsafe verdict(.writeFile, old, changes: true, isFolder: isTree)
    if leaves >= 0 { return (.writeFile, true, leaves) }
    let arrives = unsafe verdict(.writeFile, new, changes: true, isFolder: isTree)
    if arrives >= 0 { return (.writeFile, false, arrives) }
    // Below a folder that moves, what is refused would be so no longer, or what is there already would
    // stand in its place.
    if isTree {
      for action in [Action.writeFile, .readFile] {
        let verdict = unsafe image.refusal(action, moving: old, to: new)
        if verdict >= 0 { return (action, true, verdict) }
      }
      isCopy = unsafe image.mustCopy(.writeFile, from: old, to: new)
      if isCopy { return nil }
    }
    let before = unsafe image.decide(.readFile, onPath: old)
    if before >= 0, unsafe image.decide(.readFile, onPath: new) < 0 {
      return (.readFile, true, before)
    }
    let verdict = what == .link ? unsafe image.refusal(linkAt: new) : PolicyImage.allowed
    return verdict >= 0 ? (.writeFile, false, verdict) : nil
  }
}
