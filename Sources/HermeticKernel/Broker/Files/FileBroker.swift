import CHermetic
import Glibc

/// Makes calls on files for processes that may not make them themselves.
///
/// Only where Landlock cannot say what a policy says. A path is copied once, followed here, and what it leads
/// to is held by a descriptor; that is judged by the path that the kernel knows it by, and the call is made on
/// it. Nothing that a process can change is looked at twice.
struct FileBroker: ~Copyable {
  let judge: Judge
  /// The first process of the run: it and those that it starts may look into each other.
  let program: CInt
  let liberties: Liberties
  let standard: StandardFiles
  /// Openings that take their time.
  let slow: SlowOpenings
  let ownFiles: Descriptor
  let ownRoot: Descriptor
  let ownStatus: ProcessStatus
  private let calls: [FileCall?]

  /// What processes can change of themselves, because no filter keeps them from it.
  struct Liberties: OptionSet, Sendable {
    let rawValue: UInt8

    /// Their root.
    static let root = Liberties(rawValue: 1)
    /// As whom they use files, which matters only where the broker is privileged.
    static let identity = Liberties(rawValue: 2)
    static let all: Liberties = [.root, .identity]
  }

  /// Made in the process that answers; nil and errno where it cannot work.
  init?(
    judge: Judge, program: CInt, standard: StandardFiles, liberties: Liberties = .all
  ) {
    let files = Descriptor(hermetic_pin_own_files())
    let root = Descriptor(unsafe hermetic_pin(AT_FDCWD, [GivenPath.slash, 0], O_DIRECTORY))
    guard files.number >= 0, root.number >= 0, let status = ProcessStatus(getpid()) else {
      return nil
    }
    slow = SlowOpenings(files: files.number)
    ownFiles = files
    ownRoot = root
    ownStatus = status
    self.judge = judge
    self.program = program
    self.standard = standard
    // Nobody but root can act for others, or needs to.
    self.liberties = geteuid() == 0 ? liberties : liberties.subtracting(.identity)
    var calls: [FileCall?] = []
    for call in FileCall.allCases {
      let number = Int(unsafe hermetic_system_call(call.rawValue))
      guard number >= 0 else { continue }
      while calls.count <= number { calls.append(nil) }
      calls[number] = call
    }
    self.calls = calls
    // What is made without asking for a mask is nobody else's.
    hermetic_set_mask(0o077)
  }

  /// Whether a system call is one of those that it answers.
  func knows(_ number: CInt) -> Bool { fileCall(number) != nil }

  private func fileCall(_ number: CInt) -> FileCall? {
    calls.indices.contains(Int(number)) ? calls[Int(number)] : nil
  }

  /// Makes a call, or says why not.
  func answer(_ call: TrappedCall) -> Answer {
    guard let kind = fileCall(call.number) else { return .failure(CallError(ENOSYS)) }
    var asker = Asker(call)
    do throws(CallError) {
      try kind.ensureSense(call)
      let property = try PropertyChange(kind, call)
      let request = try FileRequest(kind, call, self)
      // Looking for files is a use of them too.
      try act(for: &asker)
      defer { settle(asker) }
      return try perform(kind, request, property, &asker)
    } catch {
      return .failure(error)
    }
  }

  // MARK: As whom

  private func act(for asker: inout Asker) throws(CallError) {
    guard liberties.contains(.identity) else { return }
    let identity = try asker.status().identity
    guard identity != ownStatus.identity else { return }
    guard identity.become() else {
      settle(asker)
      throw .refused
    }
    asker.isActedFor = true
  }

  private func settle(_ asker: Asker) {
    guard liberties.contains(.identity), asker.isActedFor else { return }
    // A broker that is not itself would be wrong about everybody; without one, everything is refused.
    if !ownStatus.identity.become(with: .overProcesses) { hermetic_exit_now(1) }
  }

  /// Makes something new, with the mode that it would have got.
  func making(
    _ asker: inout Asker, _ make: () -> CInt
  ) throws(CallError) -> CInt {
    let mask = try asker.status().mask
    try asker.ensureWaiting()
    hermetic_set_mask(mask)
    let result = make()
    hermetic_set_mask(0o077)
    return try checked(result)
  }
}

/// What standard input, output and error are at the start: they may be opened again, by whatever path, in the
/// way that they are open.
struct StandardFiles {
  private let files: [(device: UInt64, inode: UInt64, access: CInt)]

  /// Those of this process.
  init() {
    files = (CInt(0)..<3).compactMap { descriptor in
      let flags = hermetic_flags_of(descriptor)
      guard flags >= 0, let facts = try? FileFacts(of: descriptor), facts.isRegular else {
        return nil
      }
      return (facts.device, facts.inode, flags & O_ACCMODE)
    }
  }

  func holds(_ facts: FileFacts, flags: CInt) -> Bool {
    guard facts.isRegular else { return false }
    let wanted = flags & O_ACCMODE
    return files.contains { file in
      file.device == facts.device && file.inode == facts.inode
        && (file.access == O_RDWR
          || file.access == wanted && !(flags & O_TRUNC != 0 && file.access == O_RDONLY))
    }
  }
}
