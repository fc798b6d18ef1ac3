import CHermetic
import Glibc
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
    guard let descriptor = unsafe descriptor(in: environment) else { return }
    do throws(LaunchError) {
      let memory = unsafe try map(descriptor)
      guard let handover = unsafe Handover(memory), let image = unsafe Handover.image(in: memory),
        let policy = unsafe PolicyImage(image), let session = Session(policy)
      else { throw LaunchError("the policy did not arrive whole") }
      unsafe restore(arguments, handover)
      unsafe ProcessEnvironment(environment).restore(handover)
      if let library = handover.libraryDescriptor { hermetic_close(library) }
      unsafe hermetic_set_process_name(handover.commandName.text)
      try seal(session, handover)
    } catch {
      StandardError.write(error.description)
      hermetic_exit_now(125)
    }
  }

  private static func seal(_ session: Session, _ handover: Handover) throws(LaunchError) {
    do throws(InterpreterError) {
      _ = unsafe try Interpreter(PythonLibrary(handle: nil)).seal(
        session, grantable: handover.grantable.map(\.bytes), command: handover.command.map(\.text))
    } catch {
      throw LaunchError(error.description)
    }
  }

  private static func descriptor(in environment: Strings) -> CInt? {
    var index = 0
    // SAFETY: the environment is a list of C strings that ends with a null pointer.
    while let entry = unsafe environment[index] {
      let value = unsafe Argument(copying: entry).value(ofEntry: Handover.variable)
      if let value { return CInt(value.text) ?? -1 }
      index += 1
    }
    return nil
  }

  /// Maps the sealed file and closes it: nothing of it is left for the program to find.
  private static func map(_ descriptor: CInt) throws(LaunchError) -> UnsafeRawBufferPointer {
    let size = hermetic_file_size(descriptor)
    guard size > 0, hermetic_is_sealed(descriptor),
      let start = unsafe hermetic_map_file(descriptor, Int(size))
    else { throw LaunchError("\(Handover.variable.text) names no policy of hermetic's") }
    hermetic_close(descriptor)
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
    let added = handover.home == nil ? 3 : 2
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
