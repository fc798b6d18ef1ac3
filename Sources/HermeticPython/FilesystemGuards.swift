import CHermetic
import Glibc
import HermeticPolicy
import HermeticSession

// What libc's calls on files ask, with the path that the kernel has found. Any thread may come here,
// with or without the GIL: nothing of Python is touched.

extension hermetic_file_use {
  fileprivate var action: Action {
    switch self {
    case hermetic_file_list: .listFiles
    case hermetic_file_write, hermetic_file_change, hermetic_file_folder, hermetic_file_symlink,
      hermetic_file_cache:
      .writeFile
    default: .readFile
    }
  }

  /// Whether a refusal is no violation.
  fileprivate var isQuiet: Bool { self == hermetic_file_glance || self == hermetic_file_cache }
}

extension PolicyImage {
  /// Which files are asked about at all, as `hermetic_guarded_files` has it.
  var guardedFiles: CInt {
    (readsFiles ? 1 : 0) | 2 | (refusesGlobs ? 4 : 0) | (holdsFiles || judgesByPlace ? 8 : 0)
  }

  fileprivate var readsFiles: Bool {
    canRefuse(.readFile) && refusesReadingFiles || canRefuse(.listFiles)
  }

  /// Whether files can be refused by where they are.
  var holdsFiles: Bool { readsFiles || refusesFiles || defaultVerdict(.writeFile) >= 0 }

  /// Whether reading can be refused by more than the rule on the memory of processes.
  private var refusesReadingFiles: Bool { canRefuse(.listFiles) || canRefuse(.inheritEnvironment) }
}

@c(hermetic_guard_file) @implementation
func guardFile(_ use: hermetic_file_use, _ path: UnsafePointer<CChar>, _ length: Int) -> CInt {
  guard let state = unsafe EngineState.current else { return 0 }
  let image = unsafe state.pointee.image
  return unsafe withPath(path, length) { text in
    let isLink = use == hermetic_file_symlink
    var verdict = unsafe fileVerdict(
      state, use.action, text,
      changes: isLink || use == hermetic_file_folder || use == hermetic_file_change,
      isFolder: use == hermetic_file_folder)
    if isLink, verdict < 0 { verdict = unsafe image.refusal(linkAt: text) }
    guard verdict >= 0 else { return 0 }
    // What a link leads to is asked about as well.
    if use == hermetic_file_link, image.isDefault(verdict, of: use.action) { return 0 }
    if use.isQuiet { return image.settings.onViolation == .log ? 0 : EACCES }
    let shown = unsafe describe(text)
    return unsafe Refusal(state: state).inCall(
      use.action, on: shown.isEmpty ? "/" : shown, verdict) ? EACCES : 0
  }
}

/// The verdict on a file: the policy's, and on writing the code that may do more than the program's.
private func fileVerdict(
  _ state: UnsafeMutablePointer<EngineState>, _ action: Action, _ path: UnsafeBufferPointer<UInt8>,
  changes: Bool, isFolder: Bool = false
) -> PolicyImage.Verdict {
  let image = unsafe state.pointee.image
  // Devices may be written to, for nothing changes; but they stay what they are.
  let isDevice =
    unsafe path.starts(with: "/dev/".utf8) && !path.starts(with: "/dev/shm/".utf8)
  if changes, isDevice {
    let verdict = image.defaultVerdict(.writeFile)
    if verdict >= 0 { return verdict }
  }
  let verdict = unsafe image.decide(action, onPath: path, isFolder: isFolder)
  if verdict >= 0, action != .writeFile, image.isDefault(verdict, of: action),
    unsafe state.pointee.codeFolders.contains(where: { unsafe isCode(path, below: $0, action) })
  {
    return PolicyImage.allowed
  }
  guard verdict < 0, action == .writeFile else { return verdict }
  // Who asks is told by where code is from: nobody may put code there.
  guard let rule = image.ruleByPlace,
    unsafe state.pointee.standardLibrary?.holds(path) == true
      || Packages(state: state).hasRights(path: path)
  else { return verdict }
  return rule
}

/// Whether a file is code in a folder of modules; or, to be listed, that folder or one below it.
private func isCode(
  _ path: UnsafeBufferPointer<UInt8>, below folder: [UInt8], _ action: Action
) -> Bool {
  if action == .listFiles {
    return unsafe path.starts(with: folder) || path.elementsEqual(folder.dropLast())
  }
  return unsafe path.starts(with: folder)
    && [".py", ".pyc", ".so"].contains { ending in
      unsafe path.count > ending.utf8.count
        && path.suffix(ending.utf8.count).elementsEqual(ending.utf8)
    }
}

extension PolicyImage {
  /// A rule whose decision depends on where code is, of who asks or of what is loaded, if there is one.
  fileprivate var ruleByPlace: Verdict? {
    judgesByPlace ? firstRule(of: ActionSet.judgedByCaller.union(ActionSet(.loadNative))) : nil
  }
}

@c(hermetic_guard_move) @implementation
func guardMove(
  _ from: UnsafePointer<CChar>, _ fromLength: Int, _ to: UnsafePointer<CChar>, _ toLength: Int,
  _ what: hermetic_moved
) -> CInt {
  guard let state = unsafe EngineState.current else { return 0 }
  let image = unsafe state.pointee.image
  return unsafe withPath(from, fromLength) { old in
    unsafe withPath(to, toLength) { new in
      // Both ends change.
      let isTree = what == hermetic_moves_tree
      let leaves = unsafe fileVerdict(state, .writeFile, old, changes: true, isFolder: isTree)
      if leaves >= 0 { return unsafe refuse(state, .writeFile, old, leaves) }
      let arrives = unsafe fileVerdict(state, .writeFile, new, changes: true, isFolder: isTree)
      if arrives >= 0 { return unsafe refuse(state, .writeFile, new, arrives) }
      // Below a folder that moves, what is refused would be so no longer, or what is there already
      // would stand in its place.
      if what == hermetic_moves_tree {
        for action in [Action.writeFile, .readFile] {
          let verdict = unsafe image.refusal(action, moving: old, to: new)
          if verdict >= 0 { return unsafe refuse(state, action, old, verdict) }
        }
        // As between two filesystems: who moves folders copies then, and each file is asked about.
        let isCopy = unsafe image.mustCopy(.writeFile, from: old, to: new)
        if isCopy, image.settings.onViolation != .log { return EXDEV }
      }
      let before = unsafe image.decide(.readFile, onPath: old)
      if before >= 0, unsafe image.decide(.readFile, onPath: new) < 0 {
        return unsafe refuse(state, .readFile, old, before)
      }
      let verdict =
        what == hermetic_moves_link ? unsafe image.refusal(linkAt: new) : PolicyImage.allowed
      return verdict >= 0 ? unsafe refuse(state, .writeFile, new, verdict) : 0
    }
  }
}

private func refuse(
  _ state: UnsafeMutablePointer<EngineState>, _ action: Action,
  _ path: UnsafeBufferPointer<UInt8>, _ rule: PolicyImage.Verdict
) -> CInt {
  unsafe Refusal(state: state).inCall(action, on: describe(path), rule) ? EACCES : 0
}

@c(hermetic_guard_file_call) @implementation
func guardFileCall(_ name: UnsafePointer<CChar>) -> CInt {
  guard let state = unsafe EngineState.current else { return 0 }
  let image = unsafe state.pointee.image
  let text = unsafe String(cString: name)
  // Where any path is refused, paths must go on to mean what they do.
  let isRoot = ["chroot", "unshare", "setns"].contains(text)
  let verdict = image.defaultVerdict(.writeFile)
  let rule = isRoot && verdict < 0 && image.readsFiles ? 0 : verdict
  guard rule >= 0 else { return 0 }
  return unsafe Refusal(state: state).inCall(.writeFile, on: text, rule) ? EACCES : 0
}

@c(hermetic_guard_terminal) @implementation
func guardTerminal(_ name: UnsafePointer<CChar>) -> CInt {
  guard let state = unsafe EngineState.current else { return 0 }
  return unsafe Refusal(state: state).inCall(
    .spawn, on: String(cString: name), max(0, state.pointee.image.defaultVerdict(.spawn)))
    ? EACCES : 0
}

func withPath<Result>(
  _ path: UnsafePointer<CChar>, _ length: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result
) -> Result {
  // SAFETY: the caller passes `length` readable bytes.
  unsafe path.withMemoryRebound(to: UInt8.self, capacity: length) {
    unsafe body(UnsafeBufferPointer(start: $0, count: length))
  }
}
