private import CHermetic
import Synchronization

/// Objects that nobody has any more, until a thread has the GIL and gives them back.
final class ReleasedObjects: Sendable {
  @safe
  private struct Entry: @unchecked Sendable {
    // SAFETY (Sendable): nothing is done with the object but giving it back, with the GIL.
    let object: Borrowed
    let scope: HostedScope?
  }

  private let library: PythonLibrary
  private let entries = Mutex<[Entry]>([])

  init(_ library: PythonLibrary) {
    self.library = library
  }

  /// Takes an object over, with the scope that it is of; whether it is the only one.
  func add(_ object: Borrowed, of scope: HostedScope?) -> Bool {
    entries.withLock { entries in
      unsafe entries.append(Entry(object: object, scope: scope))
      return entries.count == 1
    }
  }

  /// Gives all of them back; with the GIL.
  func drain() {
    while true {
      let taken = entries.withLock { entries in
        let taken = entries
        if !taken.isEmpty { entries = [] }
        return taken
      }
      guard !taken.isEmpty else { return }
      for entry in taken {
        guard let scope = entry.scope else {
          unsafe library.table.pointee.Py_DecRef(entry.object)
          continue
        }
        // Its destructor may be the plugin's code.
        scope.within { unsafe library.table.pointee.Py_DecRef(entry.object) }
      }
    }
  }
}
