NAME = 'folder'
