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
      try seal(session)
    } catch {
      StandardError.write(error.description)
      hermetic_exit_now(125)
    }
  }

  private static func seal(_ session: Session) throws(LaunchError) {
    do throws(InterpreterError) {
      _ = unsafe try Interpreter(PythonLibrary(handle: nil)).seal(session)
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

  /// Takes out what a handover added and gives back what it replaced, moving the rest together.
  func restore(_ handover: Handover) {
    let changes: [(name: Argument, original: Argument?)] = [
      (Handover.variable, nil), (Handover.preload, handover.preload),
      (Handover.home, handover.home),
    ]
    // SAFETY: entries only get shorter and move towards the front of the block that they are in.
    guard var next = unsafe entries[0] else { return }
    var end = unsafe next
    var (from, to) = (0, 0)
    while let entry = unsafe entries[from] {
      from += 1
      let old = unsafe Argument(copying: entry)
      let oldEnd = unsafe entry + old.bytes.count + 1
      unsafe end = max(end, oldEnd)
      var new: Argument? = old
      for change in changes where old.value(ofEntry: change.name) != nil {
        new = change.original.map { change.name + "=" + $0 }
      }
      guard let new, new.bytes.count <= old.bytes.count else { continue }
      unsafe entries[to] = next
      to += 1
      for (index, byte) in new.bytes.enumerated() { unsafe next[index] = CChar(bitPattern: byte) }
      unsafe next[new.bytes.count] = 0
      unsafe next += new.bytes.count + 1
    }
    unsafe entries[to] = nil
    unsafe hermetic_end_environment(next)
    while unsafe next < end {
      unsafe next.pointee = 0
      unsafe next += 1
    }
  }
}
