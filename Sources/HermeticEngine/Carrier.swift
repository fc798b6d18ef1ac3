import CCarrying
import CHermetic
import Glibc
import HermeticKernel
import HermeticPolicy
import HermeticSession
import SystemPackage

/// The descriptors by which the processes of a run share what they share; -1 for what there is not.
struct SharedFiles: Hashable {
  var log: CInt = -1
  /// Named semaphores, where files must not be written.
  var semaphores: CInt = -1
  /// What a Python among the children is handed.
  var children: CInt = -1

  /// Maps the semaphores in this process.
  func shareSemaphores() {
    guard semaphores >= 0 else { return }
    let size = 64 * Int(HERMETIC_SEMAPHORE_COUNT)
    if let memory = unsafe hermetic_map_shared_file(semaphores, size) {
      unsafe hermetic_share_semaphores(memory)
    }
  }
}

/// How children that are Python come up under the policy: what this process executes is given a library to
/// preload, and the run's session.
enum Carrier {
  /// The libraries' paths, for Python and for other programs; nil where the loader could not be told one.
  static let libraries: (python: String, other: String)? = {
    guard let library = try? AttachLibrary.find(), library.descriptor == nil else { return nil }
    let other = library.path.removingLastComponent().appending("libHermeticCarrier.so")
    guard other.isRegularFile, !other.string.contains(","),
      String(validating: library.path) != nil
    else { return nil }
    return (library.path.string, other.string)
  }()

  /// Hands the session on to what this process executes from here on.
  static func begin(_ shared: SharedFiles) -> Bool {
    guard shared.children >= 0, let libraries else { return false }
    unsafe hermetic_begin_carrying(shared.children, libraries.python, libraries.other)
    carry(shared)
    return true
  }

  /// Does so with what this process itself was given.
  static func `continue`(_ value: String, _ shared: SharedFiles) {
    if unsafe hermetic_continue_carrying(value) { carry(shared) }
  }

  private static func carry(_ shared: SharedFiles) {
    hermetic_carry_descriptor(shared.log)
    hermetic_carry_descriptor(shared.semaphores)
  }
}

extension Launch {
  /// Makes what the processes of the run share, and what its children are to be handed.
  func share(
    _ log: ViolationLog, image: [UInt8], _ layer: KernelLayer?
  ) throws(LaunchError) -> SharedFiles {
    var shared = SharedFiles(log: log.descriptor)
    guard !policy.isEmpty, settings.onViolation != .log else { return shared }
    if policy.refusedByDefault[.writeFile] != nil {
      let size = 64 * Int(HERMETIC_SEMAPHORE_COUNT)
      if let memory = unsafe hermetic_shared_file(size, &shared.semaphores) {
        unsafe hermetic_share_semaphores(memory)
      }
    }
    guard Carrier.libraries != nil else {
      if settings.traces {
        StandardError.write(
          "child processes that are Python are held by the kernel alone: libHermeticCarrier.so is missing "
            + "beside libHermeticAttach.so, or their folder has a name that the loader does not take"
        )
      }
      return shared
    }
    var handover = Handover(image: image, forChildrenOf: getpid(), command: command)
    handover.shared = shared
    let actions: [Action] = [
      .executeCode, .readEnvironment, .writeEnvironment, .importModule,
      .mutateInterpreter, .loadNative,
    ]
    if actions.contains(where: { policy.refusedByDefault[$0] != nil }) {
      let folders = RuntimePaths(program, place: .current).siteFolders
      handover.siteFolders = folders.map { Argument($0.string + "/") }
    }
    handover.supervision = layer?.supervisionMask ?? 0
    shared.children = try handover.seal()
    return shared
  }
}
