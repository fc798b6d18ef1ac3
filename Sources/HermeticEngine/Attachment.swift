import CCarrying
import CHermetic
import Glibc
import HermeticKernel
import HermeticPython
import HermeticSession
import SystemPackage

/// The engine in an interpreter that it was preloaded into, before that interpreter's `main`.
package enum Attachment {
  package typealias Strings = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

  /// Takes the handover, makes the command and the environment what they really are, and puts the
  /// policy in force.
  ///
  /// Ends the process where that cannot be done.
  ///
  /// Does nothing in a process that no `hermetic` has started.
  package static func begin(_ arguments: Strings, _ environment: Strings) {
    guard let value = unsafe sessionValue(in: environment) else { return }
    var (isChild, traces) = (false, false)
    do throws(LaunchError) {
      let memory = unsafe try map(CInt(value.prefix { $0 != "," }) ?? -1)
      guard let handover = unsafe Handover(memory), let image = unsafe Handover.image(in: memory),
        let policy = unsafe PolicyImage(image)
      else { throw LaunchError("the policy did not arrive whole") }
      isChild = handover.mainProcess != nil
      traces = policy.settings.traces
      unsafe restore(arguments, handover)
      unsafe ProcessEnvironment(environment).restore(handover)
      if let library = handover.libraryDescriptor { hermetic_close(library) }
      // Its name says Python, and it is none: what it executes may be.
      guard hermetic_is_python() else { return Carrier.continue(value, handover.shared) }
      guard
        let session = Session(
          policy,
          log: handover.shared.log < 0
            ? ViolationLog() : ViolationLog(descriptor: handover.shared.log),
          mainProcess: handover.mainProcess ?? getpid())
      else { throw LaunchError("no memory for the policy") }
      handover.shared.shareSemaphores()
      hermetic_note_supervision(handover.supervision)
      try carry(handover, value)
      if !handover.commandName.isEmpty {
        unsafe hermetic_set_process_name(handover.commandName.text)
      }
      try seal(session, handover)
      try late(handover)
    } catch {
      // A child that is no Python of ours has the kernel around it.
      guard !isChild else {
        if traces { StandardError.write("held by the kernel alone: \(error.description)") }
        return
      }
      StandardError.write(error.description)
      hermetic_exit_now(125)
    }
  }

  /// Hands the session on to what the interpreter executes.
  private static func carry(_ handover: Handover, _ value: String) throws(LaunchError) {
    let own = value.prefix { $0 != "," }
    guard handover.mainProcess == nil else { return Carrier.continue(value, handover.shared) }
    // Nothing of it is left for the program to find.
    hermetic_close(CInt(own) ?? -1)
    if handover.shared.children >= 0 {
      Carrier.continue("\(handover.shared.children)" + value.dropFirst(own.count), handover.shared)
    }
  }

  private static func seal(_ session: Session, _ handover: Handover) throws(LaunchError) {
    do throws(InterpreterError) {
      _ = unsafe try Interpreter(PythonLibrary(handle: nil)).seal(
        session, grantable: handover.grantable.map(\.bytes), command: handover.command.map(\.text),
        carriesPolicy: hermetic_is_carrying(), siteFolders: handover.siteFolders.map(\.text))
    } catch {
      throw LaunchError(error.description)
    }
  }

  /// What the exec that brought the interpreter here had to be let through by.
  private static func late(_ handover: Handover) throws(LaunchError) {
    do throws(KernelError) {
      try handover.late.enforce()
    } catch {
      throw LaunchError(error.description)
    }
  }

  private static func sessionValue(in environment: Strings) -> String? {
    var index = 0
    // SAFETY: the environment is a list of C strings that ends with a null pointer.
    while let entry = unsafe environment[index] {
      let value = unsafe Argument(copying: entry).value(ofEntry: Handover.variable)
      if let value { return value.text }
      index += 1
    }
    return nil
  }

  /// Maps the sealed file.
  private static func map(_ descriptor: CInt) throws(LaunchError) -> UnsafeRawBufferPointer {
    let size = hermetic_file_size(descriptor)
    guard size > 0, hermetic_is_sealed(descriptor),
      let start = unsafe hermetic_map_file(descriptor, Int(size))
    else { throw LaunchError("\(Handover.variable.text) names no policy of hermetic's") }
    return unsafe UnsafeRawBufferPointer(start: start, count: Int(size))
  }

  /// Puts the first argument where slashes are.
  ///
  /// It has their length, and the kernel shows the same memory as the process's command line.
  private static func restore(_ arguments: Strings, _ handover: Handover) {
    // SAFETY: the arguments are C strings in memory that the process owns.
    guard let first = handover.firstArgument,
      let text = unsafe arguments[0].flatMap({ _ in
        unsafe arguments[1]
      }), unsafe strlen(text) == first.bytes.count
    else { return }
    for (index, byte) in first.bytes.enumerated() { unsafe text[index] = CChar(bitPattern: byte) }
  }
}

/// The environment as the kernel laid it out: entry behind entry in one block, which
/// `/proc/self/environ` shows.
@safe
private struct ProcessEnvironment {
  private let entries: Attachment.Strings

  init(_ entries: Attachment.Strings) {
    unsafe self.entries = entries
  }

  /// Takes off the end what a handover added, and gives Python's home back.
  ///
  /// No other entry moves: libraries that were loaded before may hold on to them.
  func restore(_ handover: Handover) {
    // SAFETY: the environment is a list of C strings that ends with a null pointer.
    var count = 0
    while unsafe entries[count] != nil { count += 1 }
    let added = handover.home == nil && handover.mainProcess == nil ? 3 : 2
    guard count >= added else { return }
    let first = count - added
    clear(first..<count)
    if let home = handover.home { restore(home) }
  }

  private func clear(_ range: Range<Int>) {
    guard let start = unsafe entries[range.lowerBound] else { return }
    for index in range.reversed() {
      guard let entry = unsafe entries[index] else { continue }
      unsafe entries[index] = nil
      // libc may have a list of its own by now.
      unsafe hermetic_forget_entry(entry)
      let length = unsafe strlen(entry)
      for position in 0..<length { unsafe entry[position] = 0 }
    }
    unsafe hermetic_end_environment(start)
  }

  private func restore(_ home: Argument) {
    var index = 0
    while let entry = unsafe entries[index] {
      index += 1
      guard let shown = unsafe Argument(copying: entry).value(ofEntry: Handover.home),
        shown.bytes.count == home.bytes.count
      else { continue }
      let start = Handover.home.bytes.count + 1
      for (position, byte) in home.bytes.enumerated() {
        unsafe entry[start + position] = CChar(bitPattern: byte)
      }
      return
    }
  }
}
